import CLinux

/// Counts the bytes that children of this process, and theirs, have read and written by system
/// calls once they were reaped, from files, pipes and devices alike (`/proc/PID/io`, `proc(5)`).
package struct ChildrenTransfer: ~Copyable {
  /// What this process and its reaped children did, and what its only thread did.
  private let process: FileDescriptor
  private let thread: FileDescriptor

  /// Nil where the kernel does not count. `/proc` must show this process, whose files must be its own
  /// user's; both are no longer needed for `bytes`.
  package init?() {
    guard let process = try? FileDescriptor.open("/proc/self/io", .readOnly),
      let thread = try? FileDescriptor.open("/proc/thread-self/io", .readOnly)
    else { return nil }
    self.process = process
    self.thread = thread
  }

  /// So far; this process must have a single thread.
  package func bytes() throws(SystemError) -> (read: UInt64, written: UInt64) {
    let all = try Self.numbers(in: process)
    let own = try Self.numbers(in: thread)
    return (all.read - min(own.read, all.read), all.written - min(own.written, all.written))
  }

  private static func numbers(
    in file: borrowing FileDescriptor
  ) throws(SystemError) -> (read: UInt64, written: UInt64) {
    let text = try file.read(1024, at: 0)
    return (try number("rchar", in: text), try number("wchar", in: text))
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
