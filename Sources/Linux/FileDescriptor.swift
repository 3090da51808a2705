import CLinux

/// An open file, owned by whoever holds the value and closed when that value ends (`close(2)`).
package struct FileDescriptor: ~Copyable, Sendable {
  /// The kernel's number. Valid as long as this value lives; never close it through the number.
  package let rawValue: Int32

  /// Takes over `rawValue`, which must be open and owned by nobody else.
  package init(adopting rawValue: Int32) {
    self.rawValue = rawValue
  }

  deinit {
    // A failed close leaves nothing to do: the number is released by Linux in every case.
    _ = close(rawValue)
  }

  /// Gives the open number away; the caller closes it.
  package consuming func release() -> Int32 {
    let number = rawValue
    discard self
    return number
  }

  /// A second descriptor of the same open file, closed on exec (`fcntl(F_DUPFD_CLOEXEC)`).
  package func duplicate() throws(SystemError) -> FileDescriptor {
    let number = try systemCall("fcntl(F_DUPFD_CLOEXEC)") { assay_duplicate(rawValue) }
    return FileDescriptor(adopting: number)
  }
}

extension FileDescriptor {
  /// How to open a file; always close-on-exec.
  package struct Flags: OptionSet, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// As every set has it; this one needs nothing of the runtime's tables, which a process that has
    /// just begun finds empty.
    package init(arrayLiteral elements: Flags...) {
      rawValue = elements.reduce(0) { $0 | $1.rawValue }
    }

    package static let readOnly = Flags(rawValue: O_RDONLY)
    package static let writeOnly = Flags(rawValue: O_WRONLY)
    package static let readWrite = Flags(rawValue: O_RDWR)
    package static let create = Flags(rawValue: O_CREAT)
    package static let exclusive = Flags(rawValue: O_EXCL)
    package static let truncate = Flags(rawValue: O_TRUNC)
    package static let directory = Flags(rawValue: O_DIRECTORY)
    package static let noFollow = Flags(rawValue: O_NOFOLLOW)
    package static let nonBlocking = Flags(rawValue: O_NONBLOCK)
    package static let path = Flags(rawValue: O_PATH)
  }

  /// Opens `path`, relative to the working directory (`openat(2)`).
  package static func open(
    _ path: String, _ flags: Flags, permissions: UInt32 = 0o644
  ) throws(SystemError) -> FileDescriptor {
    try open(path, at: AT_FDCWD, flags, permissions: permissions)
  }

  /// Opens `path` relative to this directory (`openat(2)`).
  package func open(
    _ path: String, _ flags: Flags, permissions: UInt32 = 0o644
  ) throws(SystemError) -> FileDescriptor {
    try Self.open(path, at: rawValue, flags, permissions: permissions)
  }

  private static func open(
    _ path: String, at directory: Int32, _ flags: Flags, permissions: UInt32
  ) throws(SystemError) -> FileDescriptor {
    let number = try systemCall("openat", path) {
      unsafe assay_openat(directory, path, flags.rawValue | O_CLOEXEC, permissions)
    }
    return FileDescriptor(adopting: number)
  }
}

extension FileDescriptor {
  /// Reads at most `buffer.count` bytes (`read(2)`).
  ///
  /// - Returns: the number of bytes read; 0 at the end of the file.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    try systemCall("read") { unsafe CLinux.read(rawValue, buffer.baseAddress, buffer.count) }
  }

  /// Reads to the end of the file.
  ///
  /// - Throws: `EFBIG` if there are more than `limit` bytes; nothing beyond the limit is allocated.
  package func readAll(limit: Int, subject: String? = nil) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    let chunk = 1 << 16
    bytes.reserveCapacity(min(limit, max(chunk, Int(try status().size))))
    while true {
      let start = bytes.count
      guard start <= limit else { throw SystemError("read", subject, code: EFBIG) }
      let count = try appendChunk(to: &bytes, atMost: min(chunk, limit + 1 - start))
      if count == 0 { return bytes }
    }
  }

  /// Reads `count` bytes, or fewer where the file ends before.
  package func readUpTo(_ count: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      if try appendChunk(to: &bytes, atMost: count - bytes.count) == 0 { break }
    }
    return bytes
  }

  /// Reads from the current position to the end of the file; `visit` sees each chunk in turn. A large
  /// file is read ahead by a thread meanwhile; where `visit` throws, the position is undefined.
  package func readChunks(
    _ visit: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) {
    let status = try status()
    if status.kind == .regular, status.size >= ReadAhead.smallestFile {
      return unsafe try ReadAhead.visit(self, visit)
    }
    // Large enough to amortise the system call, small enough for the second-level cache.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { unsafe buffer.deallocate() }
    while true {
      let count = unsafe try read(into: buffer)
      if count == 0 { return }
      unsafe try visit(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  func appendChunk(
    to bytes: inout [UInt8], atMost count: Int
  ) throws(SystemError) -> Int {
    var failure: SystemError?
    let addition = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(SystemError) {
        initialized = unsafe try read(into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    bytes += addition
    return addition.count
  }

  /// Writes every byte (`write(2)`).
  package func writeAll(_ bytes: [UInt8]) throws(SystemError) {
    // A closure given to withUnsafeBytes cannot throw a typed error.
    let result = unsafe bytes.withUnsafeBytes { buffer -> Result<Void, SystemError> in
      Result { () throws(SystemError) in unsafe try writeAll(buffer) }
    }
    try result.get()
  }

  /// Writes every byte of `buffer` (`write(2)`).
  package func writeAll(_ buffer: UnsafeRawBufferPointer) throws(SystemError) {
    var rest = unsafe buffer
    while unsafe !rest.isEmpty {
      let count = try systemCall("write") {
        unsafe CLinux.write(rawValue, rest.baseAddress, rest.count)
      }
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Makes what was written durable (`fsync(2)`).
  package func synchronize() throws(SystemError) {
    try systemCall("fsync") { fsync(rawValue) }
  }

  /// Kind, size and identity of the open file (`fstat(2)`).
  package func status() throws(SystemError) -> FileStatus { try FileStatus(of: rawValue) }
}
