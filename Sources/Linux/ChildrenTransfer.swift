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
    let text = String(decoding: try file.read(1024, at: 0), as: UTF8.self)
    func number(_ name: String) throws(SystemError) -> UInt64 {
      for line in text.split(separator: "\n") where line.hasPrefix(name + ": ") {
        if let value = UInt64(line.dropFirst(name.utf8.count + 2)) { return value }
      }
      throw SystemError("read a number", name, code: EBADMSG)
    }
    return (try number("rchar"), try number("wchar"))
  }
}
