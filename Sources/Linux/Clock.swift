import CLinux

/// The kernel's clocks (`clock_gettime(2)`).
package enum Clock {
  /// Milliseconds of wall-clock time since 1970-01-01T00:00:00Z, leap seconds not counted.
  package static func wallMilliseconds() -> Int64 { microseconds(CLOCK_REALTIME) / 1000 }

  /// Microseconds on a clock that only goes forward.
  package static func monotonicMicroseconds() -> Int64 { microseconds(CLOCK_MONOTONIC) }

  /// Nanoseconds on the same clock, for measurements.
  package static func monotonicNanoseconds() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }

  /// Nanoseconds since the machine was started, times of sleep included.
  package static func bootNanoseconds() -> Int64 { nanoseconds(CLOCK_BOOTTIME) }

  private static func microseconds(_ clock: clockid_t) -> Int64 { nanoseconds(clock) / 1000 }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    // These clocks exist on every Linux, and the pointer is valid: this call cannot fail.
    _ = unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
