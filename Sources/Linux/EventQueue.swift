import CLinux

/// Waits for many descriptors at once (`epoll(7)`).
package struct EventQueue: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  package init() throws(SystemError) {
    descriptor = FileDescriptor(
      adopting: try systemCall("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) })
  }

  /// Reports `token` whenever `watched` can be read or its other end is gone (`epoll_ctl(2)`).
  ///
  /// Watching ends when the last descriptor of the open file is closed.
  package func watch(_ watched: borrowing FileDescriptor, token: UInt64) throws(SystemError) {
    let number = watched.rawValue
    try systemCall("epoll_ctl") {
      assay_epoll_add(descriptor.rawValue, number, EPOLLIN.rawValue, token)
    }
  }

  /// Stops watching (`EPOLL_CTL_DEL`).
  package func ignore(_ watched: borrowing FileDescriptor) throws(SystemError) {
    let number = watched.rawValue
    try systemCall("epoll_ctl") {
      epoll_ctl(descriptor.rawValue, EPOLL_CTL_DEL, number, nil)
    }
  }

  /// Tokens of the descriptors that are ready; waits until there is at least one.
  package func wait() throws(SystemError) -> [UInt64] {
    var events = [UInt32](repeating: 0, count: Self.batch)
    var failure: SystemError?
    let tokens = unsafe [UInt64](unsafeUninitializedCapacity: Self.batch) { buffer, count in
      do throws(SystemError) {
        count = Int(
          try systemCall("epoll_wait") {
            unsafe assay_epoll_wait(
              descriptor.rawValue, buffer.baseAddress, &events, Int32(Self.batch), -1)
          })
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return tokens
  }

  private static let batch = 32
}
