import CLinux

/// A child that has ended and was reaped (`wait4(2)`).
package struct EndedChild: Sendable {
  package enum Ending: Equatable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  package let process: Int32
  package let ending: Ending

  /// Reaps one child, any of them.
  ///
  /// - Parameter wait: when false, nil is returned if all children still run.
  /// - Returns: nil if there is no child left.
  package static func next(wait: Bool) throws(SystemError) -> EndedChild? {
    var status: Int32 = 0
    do throws(SystemError) {
      let process = try systemCall("wait4") {
        unsafe wait4(-1, &status, wait ? 0 : WNOHANG, nil)
      }
      guard process > 0 else { return nil }
      let ending: Ending =
        assay_status_exited(status) != 0
        ? .exited(assay_status_code(status)) : .signalled(assay_status_signal(status))
      return EndedChild(process: process, ending: ending)
    } catch let error where error.code == ECHILD {
      return nil
    }
  }
}

extension EndedChild {
  /// Whether this process has children that were not reaped, running or ended (`waitid(2)`).
  package static var remain: Bool {
    var information = unsafe siginfo_t()
    let flags = WEXITED | WNOHANG | WNOWAIT
    // Nothing but a lack of children makes this fail.
    return unsafe waitid(P_ALL, 0, &information, flags) == 0
  }
}

/// What children of this process, and theirs, have used once they were reaped
/// (`getrusage(RUSAGE_CHILDREN)`).
package struct ChildrenUsage: Equatable, Sendable {
  package let userMicroseconds: UInt64
  package let systemMicroseconds: UInt64
  /// The largest resident set of a single process.
  package let peakBytes: UInt64
  /// Blocks of 512 bytes that had to come from a device.
  package let blocksRead: UInt64
  package let blocksWritten: UInt64

  package static func current() throws(SystemError) -> ChildrenUsage {
    var raw = rusage()
    try systemCall("getrusage") { unsafe getrusage(RUSAGE_CHILDREN, &raw) }
    return ChildrenUsage(
      userMicroseconds: microseconds(raw.ru_utime), systemMicroseconds: microseconds(raw.ru_stime),
      peakBytes: UInt64(raw.ru_maxrss) * 1024, blocksRead: UInt64(raw.ru_inblock),
      blocksWritten: UInt64(raw.ru_oublock))
  }

  private static func microseconds(_ time: timeval) -> UInt64 {
    UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_usec)
  }
}
