import CLinux

/// Memory straight from the kernel, zeroed, in huge pages where the system allows (`mmap(2)`).
@safe package struct PageMemory: ~Copyable, @unchecked Sendable {
  /// Start of the mapping, aligned to its pages; valid as long as this value lives.
  package let start: UnsafeMutableRawPointer
  /// Bytes, as asked for.
  package let count: Int

  /// Maps `count` bytes.
  package init(count: Int) throws(SystemError) {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    let address = try systemCall("mmap", "\(count) bytes") {
      unsafe Int(bitPattern: mmap(nil, max(count, 1), PROT_READ | PROT_WRITE, flags, -1, 0))
    }
    guard let start = unsafe UnsafeMutableRawPointer(bitPattern: address) else {
      throw SystemError("mmap", "\(count) bytes", code: ENOMEM)
    }
    // Advice only: without huge pages everything works, with more misses of the page cache.
    unsafe _ = madvise(start, count, MADV_HUGEPAGE)
    unsafe self.start = start
    self.count = count
  }

  deinit {
    unsafe _ = munmap(start, max(count, 1))
  }
}
