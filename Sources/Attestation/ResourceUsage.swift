import Content

/// What an execution used, as the kernel accounted it.
package struct ResourceUsage: Hashable, Sendable {
  /// Read by system calls, from files, pipes and devices alike.
  package let bytesIn: Int64
  /// Written by system calls.
  package let bytesOut: Int64
  package let cpuSystemMicroseconds: Int64
  package let cpuUserMicroseconds: Int64
  /// To the command over the network that its job has, and from it.
  package let networkBytesIn: Int64
  package let networkBytesOut: Int64
  /// The largest amount charged at once.
  package let peakMemoryBytes: Int64
  /// From the start of the command to its end.
  package let wallMicroseconds: Int64

  package init(
    bytesIn: Int64, bytesOut: Int64, cpuSystemMicroseconds: Int64, cpuUserMicroseconds: Int64,
    networkBytesIn: Int64 = 0, networkBytesOut: Int64 = 0, peakMemoryBytes: Int64,
    wallMicroseconds: Int64
  ) {
    self.bytesIn = bytesIn
    self.bytesOut = bytesOut
    self.cpuSystemMicroseconds = cpuSystemMicroseconds
    self.cpuUserMicroseconds = cpuUserMicroseconds
    self.networkBytesIn = networkBytesIn
    self.networkBytesOut = networkBytesOut
    self.peakMemoryBytes = peakMemoryBytes
    self.wallMicroseconds = wallMicroseconds
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    bytesIn = try reader.integer("bytesIn", in: FieldRule.sizes)
    bytesOut = try reader.integer("bytesOut", in: FieldRule.sizes)
    cpuSystemMicroseconds = try reader.integer("cpuSystemMicroseconds", in: FieldRule.sizes)
    cpuUserMicroseconds = try reader.integer("cpuUserMicroseconds", in: FieldRule.sizes)
    networkBytesIn = try reader.integer("networkBytesIn", in: FieldRule.sizes)
    networkBytesOut = try reader.integer("networkBytesOut", in: FieldRule.sizes)
    peakMemoryBytes = try reader.integer("peakMemoryBytes", in: FieldRule.sizes)
    wallMicroseconds = try reader.integer("wallMicroseconds", in: FieldRule.sizes)
  }

  /// In the order in which they are written.
  private var members: [(name: String, value: Int64)] {
    [
      ("bytesIn", bytesIn), ("bytesOut", bytesOut),
      ("cpuSystemMicroseconds", cpuSystemMicroseconds),
      ("cpuUserMicroseconds", cpuUserMicroseconds),
      ("networkBytesIn", networkBytesIn), ("networkBytesOut", networkBytesOut),
      ("peakMemoryBytes", peakMemoryBytes),
      ("wallMicroseconds", wallMicroseconds),
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
