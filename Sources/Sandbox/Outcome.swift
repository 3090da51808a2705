/// How a job ended.
package enum Termination: Sendable, Equatable {
  case exited(code: Int32)
  case signalled(Int32)
  /// It was ended by, or failed because of, a limit.
  case limit(Limit)
}

/// What a job used of the host.
package struct Usage: Sendable, Equatable {
  package let userMicroseconds: UInt64
  package let systemMicroseconds: UInt64
  /// Of all processes together where control groups count it, else of the largest process.
  package let peakMemoryBytes: UInt64
  /// By system calls, from files, pipes and devices alike; where the kernel does not count those,
  /// from and to devices.
  package let bytesRead: UInt64
  package let bytesWritten: UInt64
  /// Bytes that its relay passed on for the job, and to it.
  package let networkBytesSent: UInt64
  package let networkBytesReceived: UInt64
  /// From the request to the last process's end.
  package let wallMicroseconds: UInt64
}

/// Something in `/out` that was not collected.
package struct RefusedOutput: Sendable, Equatable {
  package enum Reason: String, Sendable {
    case symbolicLink = "symbolic-link"
    case fifo
    case socket
    case device
    /// A name with bytes that are not allowed, or too long.
    case name
    /// Deeper than a path may be.
    case depth
  }

  package let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

/// What came of a job.
package struct Outcome: Sendable, Equatable {
  package let termination: Termination
  package let usage: Usage
  package let stdout: [UInt8]
  package let stderr: [UInt8]
  /// The job wrote more than was kept.
  package let stdoutTruncated: Bool
  package let stderrTruncated: Bool
  /// Entries of `/out` that are no regular files or directories with proper names, by path.
  package let refusedOutputs: [RefusedOutput]
  /// Limits that the job ran into, whether or not they were its end, in the order of `Limit`.
  package let exhausted: [Limit]
  /// What was done to get the job started, and its run itself (`superviseJob`); empty if the cell
  /// was killed before it could report.
  package let setup: [SetupTime]
  /// Layers that were in force.
  package let activeLayers: [Layer]
  /// System calls that were refused, by name; nil if they were not recorded, or the cell was killed
  /// before it could tell.
  package let violations: [Violation]?
  package let determinism: DeterminismClass
}
