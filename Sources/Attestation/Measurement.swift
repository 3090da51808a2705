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

  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("executables", "version")
    executables = try fields["executables"].descriptors(atMost: Self.mostExecutables)
    version = try fields["version"].string()
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("executables", each: executables) { $1.write(to: &$0) }
      writer.member("version", version)
    }
  }

  func validate(_ rule: FieldRule) throws(FieldError) {
    try rule["executables"].descriptors(
      executables, in: 1...Self.mostExecutables, named: RelativePath.rule
    ) { RelativePath($0) != nil }
    try rule["version"].text(version)
  }
}
