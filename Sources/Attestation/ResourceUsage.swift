import Content

/// What an execution used, as the kernel accounted it.
package struct ResourceUsage: Hashable, Sendable {
  /// Of all inputs.
  package let bytesIn: Int64
  /// Of all outputs, stdout and stderr included.
  package let bytesOut: Int64
  package let cpuSystemMicroseconds: Int64
  package let cpuUserMicroseconds: Int64
  /// The largest amount charged at once.
  package let peakMemoryBytes: Int64
  /// From the start of the command to its end.
  package let wallMicroseconds: Int64

  package init(
    bytesIn: Int64, bytesOut: Int64, cpuSystemMicroseconds: Int64, cpuUserMicroseconds: Int64,
    peakMemoryBytes: Int64, wallMicroseconds: Int64
  ) {
    self.bytesIn = bytesIn
    self.bytesOut = bytesOut
    self.cpuSystemMicroseconds = cpuSystemMicroseconds
    self.cpuUserMicroseconds = cpuUserMicroseconds
    self.peakMemoryBytes = peakMemoryBytes
    self.wallMicroseconds = wallMicroseconds
  }

  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object(
      "bytesIn", "bytesOut", "cpuSystemMicroseconds", "cpuUserMicroseconds", "peakMemoryBytes",
      "wallMicroseconds")
    bytesIn = try fields["bytesIn"].integer(in: FieldRule.sizes)
    bytesOut = try fields["bytesOut"].integer(in: FieldRule.sizes)
    cpuSystemMicroseconds = try fields["cpuSystemMicroseconds"].integer(in: FieldRule.sizes)
    cpuUserMicroseconds = try fields["cpuUserMicroseconds"].integer(in: FieldRule.sizes)
    peakMemoryBytes = try fields["peakMemoryBytes"].integer(in: FieldRule.sizes)
    wallMicroseconds = try fields["wallMicroseconds"].integer(in: FieldRule.sizes)
  }

  /// In the order in which they are written.
  private var members: [(name: String, value: Int64)] {
    [
      ("bytesIn", bytesIn), ("bytesOut", bytesOut),
      ("cpuSystemMicroseconds", cpuSystemMicroseconds),
      ("cpuUserMicroseconds", cpuUserMicroseconds), ("peakMemoryBytes", peakMemoryBytes),
      ("wallMicroseconds", wallMicroseconds),
    ]
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      for member in members { writer.member(member.name, member.value) }
    }
  }

  func validate(_ rule: FieldRule) throws(FieldError) {
    for (name, value) in members where !FieldRule.sizes.contains(value) {
      try rule[name].require(false, "\(value)", "0 to \(JSON.largestInteger)")
    }
  }
}
