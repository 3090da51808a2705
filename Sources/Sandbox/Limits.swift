/// How much of the host a job may use.
package struct Limits: Sendable, Equatable {
  /// Thousandths of a processor.
  package var milliCPUs: UInt64
  /// Memory and swap of all processes together, files in memory included.
  package var memoryBytes: UInt64
  /// Processes and threads at once.
  package var processes: UInt64
  /// `/tmp`, and as much again in `/dev/shm`.
  package var scratchBytes: UInt64
  package var scratchFiles: UInt64
  package var outputBytes: UInt64
  /// Files and directories below `/out`.
  package var outputFiles: UInt64
  package var wallMilliseconds: UInt64
  /// Processor time of all processes together.
  package var cpuMilliseconds: UInt64
  /// Bytes kept of standard output; more is read and thrown away.
  package var stdoutBytes: UInt64
  package var stderrBytes: UInt64
  /// Open files of each process.
  package var openFiles: UInt64
  /// Bytes a second read from, and as many written to, each device that the image and the inputs lie
  /// on; 0 for no bound. What jobs write themselves stays in memory.
  package var ioBytesPerSecond: UInt64
  /// Time between the request to end and the end by force, once a limit is hit.
  package var graceMilliseconds: UInt64

  package init(
    milliCPUs: UInt64 = 1000, memoryBytes: UInt64 = 512 << 20, processes: UInt64 = 64,
    scratchBytes: UInt64 = 64 << 20, scratchFiles: UInt64 = 16_384, outputBytes: UInt64 = 64 << 20,
    outputFiles: UInt64 = 4096, wallMilliseconds: UInt64 = 60_000,
    cpuMilliseconds: UInt64 = 60_000, stdoutBytes: UInt64 = 1 << 20, stderrBytes: UInt64 = 1 << 20,
    openFiles: UInt64 = 1024, ioBytesPerSecond: UInt64 = 0,
    graceMilliseconds: UInt64 = 250
  ) {
    self.milliCPUs = milliCPUs
    self.memoryBytes = memoryBytes
    self.processes = processes
    self.scratchBytes = scratchBytes
    self.scratchFiles = scratchFiles
    self.outputBytes = outputBytes
    self.outputFiles = outputFiles
    self.wallMilliseconds = wallMilliseconds
    self.cpuMilliseconds = cpuMilliseconds
    self.stdoutBytes = stdoutBytes
    self.stderrBytes = stderrBytes
    self.openFiles = openFiles
    self.ioBytesPerSecond = ioBytesPerSecond
    self.graceMilliseconds = graceMilliseconds
  }
}

extension Limits {
  /// The largest file that has room anywhere; the kernel refuses larger ones at once.
  var fileBytes: UInt64 { max(outputBytes, scratchBytes) }
}

/// A limit that a job ran into.
package enum Limit: String, Sendable, Hashable, CaseIterable {
  case wallTime = "wall-time"
  case cpuTime = "cpu-time"
  case memory
  case processes = "pids"
  case output
  case outputFiles = "output-files"
  case scratch
  /// A file larger than output and scratch space are.
  case fileSize = "file-size"
}
