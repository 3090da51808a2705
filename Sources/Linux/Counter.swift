import CLinux

/// A number in the kernel that one process raises and another waits for (`eventfd(2)`).
package struct Counter: ~Copyable, Sendable {
  package let descriptor: FileDescriptor

  package init() throws(SystemError) {
    descriptor = FileDescriptor(
      adopting: try systemCall("eventfd") { eventfd(0, Int32(EFD_CLOEXEC)) })
  }

  /// Adds one.
  package func raise() throws(SystemError) {
    try systemCall("eventfd_write") { eventfd_write(descriptor.rawValue, 1) }
  }

  /// Waits until the number is not 0, then sets it to 0.
  package func waitAndClear() throws(SystemError) {
    var value: eventfd_t = 0
    try systemCall("eventfd_read") { unsafe eventfd_read(descriptor.rawValue, &value) }
  }
}
