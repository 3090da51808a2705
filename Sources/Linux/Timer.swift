import CLinux

/// A one-shot timer that can be waited for like a file (`timerfd_create(2)`, monotonic clock).
package struct Timer: ~Copyable, Sendable {
  package let descriptor: FileDescriptor

  package init() throws(SystemError) {
    descriptor = FileDescriptor(
      adopting: try systemCall("timerfd_create") {
        timerfd_create(
          CLOCK_MONOTONIC, Int32(TFD_CLOEXEC) | Int32(TFD_NONBLOCK))
      })
  }

  /// Fires once, `microseconds` (at least 1) from now; replaces what was set before.
  package func set(microseconds: Int64) throws(SystemError) {
    let delay = max(1, microseconds)
    var value = itimerspec()
    value.it_value.tv_sec = Int(delay / 1_000_000)
    value.it_value.tv_nsec = Int(delay % 1_000_000) * 1000
    try systemCall("timerfd_settime") {
      unsafe timerfd_settime(descriptor.rawValue, 0, &value, nil)
    }
  }
}
