import CLinux

/// Which of up to four descriptors can be read, or have lost their other end.
package struct Readiness: Sendable {
  private let ready: (Bool, Bool, Bool, Bool)

  /// Whether the descriptor at `position` of those asked about is ready.
  package subscript(_ position: Int) -> Bool {
    switch position {
    case 0: ready.0
    case 1: ready.1
    case 2: ready.2
    default: ready.3
    }
  }

  /// Waits until at least one of them is ready (`poll(2)`).
  ///
  /// The descriptors are numbers that stay open meanwhile; −1 stands for none.
  package static func wait(
    _ first: Int32, _ second: Int32, _ third: Int32 = -1, _ fourth: Int32 = -1
  ) throws(SystemError) -> Readiness {
    try poll((first, second, third, fourth), timeout: -1)
  }

  /// Whether `descriptor` is ready now.
  package static func isReady(_ descriptor: borrowing FileDescriptor) throws(SystemError) -> Bool {
    try poll((descriptor.rawValue, -1, -1, -1), timeout: 0)[0]
  }

  private static func poll(
    _ numbers: (Int32, Int32, Int32, Int32), timeout: Int32
  ) throws(SystemError) -> Readiness {
    func entry(_ number: Int32) -> pollfd { pollfd(fd: number, events: Int16(POLLIN), revents: 0) }
    // No array, for which the runtime would make a type first: each cell begins with this.
    var entries = (entry(numbers.0), entry(numbers.1), entry(numbers.2), entry(numbers.3))
    try systemCall("poll") {
      unsafe withUnsafeMutablePointer(to: &entries) { pointer in
        unsafe pointer.withMemoryRebound(to: pollfd.self, capacity: 4) { first in
          unsafe CLinux.poll(first, 4, timeout)
        }
      }
    }
    return Readiness(
      ready: (
        entries.0.revents != 0, entries.1.revents != 0, entries.2.revents != 0,
        entries.3.revents != 0
      ))
  }
}
