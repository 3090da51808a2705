import CLinux

/// Which of two descriptors can be read, or have lost their other end.
package struct Readiness: Equatable, Sendable {
  package let first: Bool
  package let second: Bool

  /// Waits until at least one of them is ready (`poll(2)`).
  package static func wait(
    _ first: borrowing FileDescriptor, _ second: borrowing FileDescriptor
  ) throws(SystemError) -> Readiness {
    var entries = [first.rawValue, second.rawValue].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    try systemCall("poll") { unsafe poll(&entries, 2, -1) }
    return Readiness(first: entries[0].revents != 0, second: entries[1].revents != 0)
  }
}
