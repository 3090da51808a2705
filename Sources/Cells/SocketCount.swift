package import Linux

/// How many sockets there are in a network namespace (`/proc/net/sockstat`). Its table of them would name
/// them, and takes ten times as long to read.
///
/// Sockets, and files with their locks, that travel through sockets which no process holds any more are
/// freed by the kernel in its own time. Until then a job that is over still has names and locks.
package struct SocketCount: ~Copyable {
  private let file: FileDescriptor
  /// What it says while nobody has any.
  let none: ArraySlice<UInt8>

  /// Of this process's namespace, in which nobody has a socket yet; `/proc` must show this process, whose
  /// files must be its own user's.
  package init() throws(SystemError) {
    let file = try FileDescriptor.open("/proc/self/net/sockstat", .readOnly)
    none = try Self.line(of: file)
    self.file = file
  }

  /// A copy of another one's.
  init(adopting number: Int32, none: ArraySlice<UInt8>) {
    file = FileDescriptor(adopting: number)
    self.none = none
  }

  var number: Int32 { file.rawValue }

  /// Whether there is no socket.
  package func isNone() throws(SystemError) -> Bool { try Self.line(of: file) == none }

  /// Whether no socket is left, be it after some milliseconds.
  func isNoneSoon() throws(SystemError) -> Bool {
    for _ in 0..<20 {
      if try isNone() { return true }
      Thread.sleep(microseconds: 1000)
    }
    return false
  }

  /// The first line, which counts sockets of every kind.
  private static func line(
    of file: borrowing FileDescriptor
  ) throws(SystemError) -> ArraySlice<UInt8> {
    try file.read(64, at: 0).prefix { $0 != UInt8(ascii: "\n") }
  }
}
