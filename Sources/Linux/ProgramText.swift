import CLinux

/// The instructions of the running program.
package enum ProgramText {
  /// `Hugepagesize` of x86-64.
  private static let hugePage = 2 << 20

  /// Moves them, as far as they fill whole huge pages, into such pages.
  ///
  /// Copies of this process then share them by one entry each instead of finding, and in the end
  /// giving up, every small page by itself. This process must have a single thread.
  ///
  /// - Throws: `ENOMEM` where there are no huge pages to be had; nothing has changed then.
  package static func moveToHugePages() throws(SystemError) {
    let (start, end) = try extent()
    let size = (end - start) & ~(hugePage - 1)
    guard start % hugePage == 0, size > 0 else {
      throw SystemError("madvise", "instructions begin at \(start)", code: ENOMEM)
    }
    try systemCall("mremap") { assay_move_to_huge_pages(UInt(start), size) }
  }

  /// Where the executable's instructions stand in memory (`/proc/self/maps`).
  private static func extent() throws(SystemError) -> (start: Int, end: Int) {
    let file = try FileDescriptor.open("/proc/self/maps", .readOnly)
    let text = String(decoding: try file.readAll(limit: 1 << 20), as: UTF8.self)
    for line in text.split(separator: "\n") where line.contains(" r-xp 00000000 ") {
      let bounds = line.prefix { $0 != " " }.split(separator: "-").compactMap { Int($0, radix: 16) }
      if bounds.count == 2 { return (bounds[0], bounds[1]) }
    }
    throw SystemError("find instructions in", "/proc/self/maps", code: ENOENT)
  }
}
