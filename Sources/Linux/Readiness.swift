import CLinux

/// Which of several descriptors can be read, or have lost their other end.
package enum Readiness {
  /// Waits until at least one of them is ready (`poll(2)`).
  ///
  /// - Parameter descriptors: numbers that stay open meanwhile; −1 stands for none.
  /// - Returns: for each whether it is ready.
  package static func wait(_ descriptors: Int32...) throws(SystemError) -> [Bool] {
    try poll(descriptors, timeout: -1)
  }

  /// Whether `descriptor` is ready now.
  package static func isReady(_ descriptor: borrowing FileDescriptor) throws(SystemError) -> Bool {
    try poll([descriptor.rawValue], timeout: 0)[0]
  }

  private static func poll(
    _ descriptors: [Int32], timeout: Int32
  ) throws(SystemError) -> [Bool] {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    try systemCall("poll") { unsafe CLinux.poll(&entries, nfds_t(entries.count), timeout) }
    return entries.map { $0.revents != 0 }
  }
}
