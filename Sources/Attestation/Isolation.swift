package import Content

/// What stood between an execution and its host, as it was enforced and not as it was asked for.
package struct Isolation: Hashable, Sendable {
  private static let mostLayers = 64
  private static let mostViolations = 256

  /// Names of the layers that were active, for example `pid-namespace`.
  package let layers: [String]
  /// Of the mount table that the command saw.
  package let mountTable: Digest
  /// Of the whole sandbox profile.
  package let profile: Digest
  /// Of the compiled seccomp program, byte for byte as the kernel got it.
  package let seccomp: Digest
  /// What the command tried and was refused, as far as the sandbox saw it.
  package let violations: [String]

  package init(
    layers: [String], mountTable: Digest, profile: Digest, seccomp: Digest, violations: [String]
  ) {
    self.layers = layers
    self.mountTable = mountTable
    self.profile = profile
    self.seccomp = seccomp
    self.violations = violations
  }

  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("layers", "mountTable", "profile", "seccomp", "violations")
    layers = try fields["layers"].texts(atMost: Self.mostLayers)
    mountTable = try fields["mountTable"].digest()
    profile = try fields["profile"].digest()
    seccomp = try fields["seccomp"].digest()
    violations = try fields["violations"].texts(atMost: Self.mostViolations)
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("layers", each: layers) { $0.string($1) }
      writer.member("mountTable", mountTable.description)
      writer.member("profile", profile.description)
      writer.member("seccomp", seccomp.description)
      writer.member("violations", each: violations) { $0.string($1) }
    }
  }

  func validate(_ rule: FieldRule) throws(FieldError) {
    try rule["layers"].texts(layers, atMost: Self.mostLayers)
    try rule["violations"].texts(violations, atMost: Self.mostViolations)
  }
}
