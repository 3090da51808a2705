import CLinux

/// Counts the bytes that children of this process, and theirs, have read and written by system
/// calls once they were reaped, from files, pipes and devices alike (`/proc/PID/io`, `proc(5)`).
package struct ChildrenTransfer: ~Copyable {
  /// What this process and its reaped children did.
  private let totals: FileDescriptor

  /// Where counting begins.
  package struct Start: Sendable {
    fileprivate let read: UInt64
    fileprivate let written: UInt64
  }

  /// Nil where the kernel does not count. `/proc` must show this process, whose files must be its own
  /// user's; both are no longer needed afterwards.
  package init?() {
    // A second file says what this process did by itself; but to look it up takes longer than to
    // know it.
    guard let totals = try? FileDescriptor.open("/proc/self/io", .readOnly) else { return nil }
    self.totals = totals
  }

  /// Counts from here on, before any child is reaped.
  package func start() throws(SystemError) -> Start {
    let text = try text()
    let numbers = try Self.numbers(in: text)
    // Reading this counts, too, from then on.
    return Start(read: numbers.read + UInt64(text.count), written: numbers.written)
  }

  /// What children did that were reaped since `start`.
  ///
  /// - Parameter ownReads: bytes that this process has read meanwhile; it must not have written.
  package func bytes(
    since start: Start, ownReads: UInt64
  ) throws(SystemError) -> (read: UInt64, written: UInt64) {
    let now = try Self.numbers(in: try text())
    let before = start.read + ownReads
    return (now.read - min(before, now.read), now.written - min(start.written, now.written))
  }

  /// The whole file by one call, as everything else that is read counts itself.
  private func text() throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = try systemCall("pread") { unsafe pread(totals.rawValue, &bytes, bytes.count, 0) }
    return Array(bytes[..<count])
  }

  private static func numbers(
    in text: [UInt8]
  ) throws(SystemError) -> (read: UInt64, written: UInt64) {
    (try number("rchar", in: text), try number("wchar", in: text))
  }

  /// The number in the line that begins with `name` and a colon. Read byte by byte, since every job
  /// waits for it.
  private static func number(_ name: String, in text: [UInt8]) throws(SystemError) -> UInt64 {
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      let line = text[start..<end]
      if line.starts(with: name.utf8), let space = line.firstIndex(of: UInt8(ascii: " ")) {
        let digits = line[(space + 1)...]
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { break }
        return digits.reduce(0) { $0 &* 10 &+ UInt64($1 - 0x30) }
      }
      start = end + 1
    }
    throw SystemError("read a number", name, code: EBADMSG)
  }
}
