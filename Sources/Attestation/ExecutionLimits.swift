import Content

/// What an execution was allowed to use; every limit was enforced.
package struct ExecutionLimits: Hashable, Sendable {
  package let cpuTimeMilliseconds: Int64
  package let memoryBytes: Int64
  /// Thousandths of one processor.
  package let milliCPUs: Int64
  /// Descriptors per process.
  package let openFiles: Int64
  /// Below `/out`, all files together.
  package let outputBytes: Int64
  /// Processes and threads at once.
  package let pids: Int64
  /// Below `/tmp`.
  package let scratchBytes: Int64
  package let standardErrorBytes: Int64
  package let standardOutputBytes: Int64
  package let wallTimeMilliseconds: Int64

  package init(
    cpuTimeMilliseconds: Int64, memoryBytes: Int64, milliCPUs: Int64, openFiles: Int64,
    outputBytes: Int64, pids: Int64, scratchBytes: Int64, standardErrorBytes: Int64,
    standardOutputBytes: Int64, wallTimeMilliseconds: Int64
  ) {
    self.cpuTimeMilliseconds = cpuTimeMilliseconds
    self.memoryBytes = memoryBytes
    self.milliCPUs = milliCPUs
    self.openFiles = openFiles
    self.outputBytes = outputBytes
    self.pids = pids
    self.scratchBytes = scratchBytes
    self.standardErrorBytes = standardErrorBytes
    self.standardOutputBytes = standardOutputBytes
    self.wallTimeMilliseconds = wallTimeMilliseconds
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    cpuTimeMilliseconds = try reader.integer("cpuTimeMilliseconds", in: FieldRule.sizes)
    memoryBytes = try reader.integer("memoryBytes", in: FieldRule.sizes)
    milliCPUs = try reader.integer("milliCPUs", in: FieldRule.sizes)
    openFiles = try reader.integer("openFiles", in: FieldRule.sizes)
    outputBytes = try reader.integer("outputBytes", in: FieldRule.sizes)
    pids = try reader.integer("pids", in: FieldRule.sizes)
    scratchBytes = try reader.integer("scratchBytes", in: FieldRule.sizes)
    standardErrorBytes = try reader.integer("standardErrorBytes", in: FieldRule.sizes)
    standardOutputBytes = try reader.integer("standardOutputBytes", in: FieldRule.sizes)
    wallTimeMilliseconds = try reader.integer("wallTimeMilliseconds", in: FieldRule.sizes)
  }

  /// Every limit by its name, in the order in which they are written.
  package var members: [(name: String, value: Int64)] {
    [
      ("cpuTimeMilliseconds", cpuTimeMilliseconds), ("memoryBytes", memoryBytes),
      ("milliCPUs", milliCPUs), ("openFiles", openFiles), ("outputBytes", outputBytes),
      ("pids", pids), ("scratchBytes", scratchBytes), ("standardErrorBytes", standardErrorBytes),
      ("standardOutputBytes", standardOutputBytes), ("wallTimeMilliseconds", wallTimeMilliseconds),
    ]
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      for member in members { writer.member(member.name, member.value) }
    }
  }

  func validate() throws(FieldError) {
    for (name, value) in members {
      try FieldRule.require(
        FieldRule.sizes.contains(value), name, "\(value)", "0 to \(JSON.largestInteger)")
    }
  }
}
