import CLinux

/// A network namespace that is being made while this process does something else; it has no interface
/// that is up.
///
/// The kernel takes longer for it than for all other kinds together, and most of that to wait.
@safe package final class NetworkBirth {
  private let birth: UnsafeMutablePointer<assay_network_birth>
  private var isPending = true

  /// Begins, in a thread that has ended when `enter` returns.
  package init() throws(SystemError) {
    unsafe birth = UnsafeMutablePointer.allocate(capacity: 1)
    unsafe birth.initialize(to: assay_network_birth())
    do throws(SystemError) {
      try systemCall("pthread_create") { unsafe assay_begin_network(birth) }
    } catch {
      unsafe birth.deallocate()
      throw error
    }
  }

  deinit {
    _ = try? finish()
    unsafe birth.deallocate()
  }

  /// Moves this process into the namespace (`setns(2)`); once.
  ///
  /// - Throws: `EPERM` for an ordinary user.
  package func enter() throws(SystemError) {
    let namespace = try finish()
    try Namespaces.network.join(namespace.rawValue)
  }

  private func finish() throws(SystemError) -> FileDescriptor {
    guard isPending else { throw SystemError("unshare", "a second time", code: EINVAL) }
    isPending = false
    return FileDescriptor(
      adopting: try systemCall("unshare") { unsafe assay_await_network(birth) })
  }
}
