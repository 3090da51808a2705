import CLinux

extension FileDescriptor {
  /// Ends both directions of the connection `number`, which somebody else owns and closes; who waits
  /// for it then sees its end (`shutdown(2)`).
  package static func shutDown(socket number: Int32) {
    // Fails only where the other side has ended it already.
    _ = shutdown(number, Int32(SHUT_RDWR))
  }
}

extension SystemError {
  /// Something that says no more than that it could not get what it needs (`ENOMEM`).
  package static func noResources(_ operation: String) -> SystemError {
    SystemError(operation, code: ENOMEM)
  }
}
