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
  package func watch(
    _ watched: borrowing FileDescriptor, token: UInt64, for interest: Interest = .reading
  ) throws(SystemError) {
    try control(EPOLL_CTL_ADD, watched, interest, token)
  }

  /// Changes what is reported of a descriptor that is watched.
  package func change(
    _ watched: borrowing FileDescriptor, token: UInt64, to interest: Interest
  ) throws(SystemError) {
    try control(EPOLL_CTL_MOD, watched, interest, token)
  }

  private func control(
    _ operation: Int32, _ watched: borrowing FileDescriptor, _ interest: Interest, _ token: UInt64
  ) throws(SystemError) {
    let number = watched.rawValue
    try systemCall("epoll_ctl") {
      assay_epoll_control(descriptor.rawValue, operation, number, interest.rawValue, token)
    }
  }

  /// What a descriptor is watched for; errors and hang-ups are always reported.
  package struct Interest: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let reading = Interest(rawValue: EPOLLIN.rawValue)
    package static let writing = Interest(rawValue: EPOLLOUT.rawValue)
  }

  /// Stops watching (`EPOLL_CTL_DEL`).
  package func ignore(_ watched: borrowing FileDescriptor) throws(SystemError) {
    let number = watched.rawValue
    try systemCall("epoll_ctl") {
      epoll_ctl(descriptor.rawValue, EPOLL_CTL_DEL, number, nil)
    }
  }

  /// Tokens of the descriptors that are ready; waits until there is at least one.
  ///
  /// - Parameter milliseconds: how long to wait at most, after which there may be none; nil for
  ///   ever.
  package func wait(milliseconds: Int32? = nil) throws(SystemError) -> [UInt64] {
    var events = [UInt32](repeating: 0, count: Self.batch)
    var failure: SystemError?
    let tokens = unsafe [UInt64](unsafeUninitializedCapacity: Self.batch) { buffer, count in
      do throws(SystemError) {
        count = Int(
          try systemCall("epoll_wait") {
            unsafe assay_epoll_wait(
              descriptor.rawValue, buffer.baseAddress, &events, Int32(Self.batch),
              milliseconds ?? -1)
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
