import CLinux

/// Where this process gets memory from (`malloc(3)`).
package enum Heap {
  private static let largest: Int32 = 32 << 20

  /// Keeps what is given back for the next who asks (`mallopt(3)`): otherwise every large buffer is
  /// got from the kernel and returned to it, and its pages are made anew each time.
  package static func keepFreed() {
    // Both fail for values beyond the library's own bounds only.
    _ = mallopt(M_MMAP_THRESHOLD, largest)
    _ = mallopt(M_TRIM_THRESHOLD, largest)
  }
}
