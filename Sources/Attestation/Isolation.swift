package import Content

/// What stood between an execution and its host, as it was enforced and not as it was asked for.
package struct Isolation: Hashable, Sendable {
  private static let mostLayers = 64
  private static let mostViolations = 256

  /// Names of the layers that were active, ascending, for example `pid-namespace`.
  package let layers: [String]
  /// Of the mount table that the command saw.
  package let mountTable: Digest
  /// Of the whole sandbox profile.
  package let profile: Digest
  /// Of the compiled seccomp program, byte for byte as the kernel got it.
  package let seccomp: Digest
  /// What the command tried and was refused, as far as the sandbox saw it; ascending, none twice.
  package let violations: [String]

  package init(
    layers: [String], mountTable: Digest, profile: Digest, seccomp: Digest, violations: [String]
  ) {
    self.layers = layers.sorted(by: FieldRule.precedes)
    self.mountTable = mountTable
    self.profile = profile
    self.seccomp = seccomp
    self.violations = violations.sorted(by: FieldRule.precedes)
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    layers = try reader.strings("layers", atMost: Self.mostLayers)
    mountTable = try reader.digest("mountTable")
    profile = try reader.digest("profile")
    seccomp = try reader.digest("seccomp")
    violations = try reader.strings("violations", atMost: Self.mostViolations)
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("layers", layers)
      writer.member("mountTable", mountTable)
      writer.member("profile", profile)
      writer.member("seccomp", seccomp)
      writer.member("violations", violations)
    }
  }

  func validate() throws(FieldError) {
    try FieldRule.texts("layers", layers, atMost: Self.mostLayers)
    try FieldRule.texts("violations", violations, atMost: Self.mostViolations)
  }
}
