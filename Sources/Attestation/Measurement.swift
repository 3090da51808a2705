import Content

/// The runtime that made an execution: the digests of its executables, and its version.
package struct Measurement: Hashable, Sendable {
  private static let mostExecutables = 16

  /// Ascending by name; never empty.
  package let executables: [ResourceDescriptor]
  package let version: String

  package init(executables: [ResourceDescriptor], version: String) {
    self.executables = ResourceDescriptor.sorted(executables)
    self.version = version
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    executables = try reader.descriptors("executables", atMost: Self.mostExecutables)
    version = try reader.string("version")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("executables", each: executables) { $1.write(to: &$0) }
      writer.member("version", version)
    }
  }

  func validate() throws(FieldError) {
    try FieldRule.descriptors("executables", executables, in: 1...Self.mostExecutables)
    try FieldRule.text("version", version)
  }
}
