import CLinux

/// A moment of wall-clock time, in microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
package struct Timestamp: Hashable, Comparable, Sendable {
  package let microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// The wall clock (`clock_gettime(CLOCK_REALTIME)`).
  package static func now() -> Timestamp {
    Timestamp(microseconds: clockMicroseconds(CLOCK_REALTIME))
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }
}

/// Microseconds on a clock that only goes forward (`clock_gettime(CLOCK_MONOTONIC)`).
package func monotonicMicroseconds() -> Int64 {
  clockMicroseconds(CLOCK_MONOTONIC)
}

private func clockMicroseconds(_ clock: clockid_t) -> Int64 {
  var time = timespec()
  // Both clocks exist on every Linux, and the pointer is valid: this call cannot fail.
  _ = unsafe clock_gettime(clock, &time)
  return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}
