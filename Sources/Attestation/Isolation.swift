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
  /// System calls that the command made and was refused, ascending by name, none twice; nil if they
  /// were not recorded.
  package let violations: [Violation]?

  package init(
    layers: [String], mountTable: Digest, profile: Digest, seccomp: Digest, violations: [Violation]?
  ) {
    self.layers = layers.sorted(by: FieldRule.precedes)
    self.mountTable = mountTable
    self.profile = profile
    self.seccomp = seccomp
    self.violations = violations?.sorted { FieldRule.precedes($0.call, $1.call) }
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    layers = try reader.strings("layers", atMost: Self.mostLayers)
    mountTable = try reader.digest("mountTable")
    profile = try reader.digest("profile")
    seccomp = try reader.digest("seccomp")
    guard reader.isNext("violations") else {
      violations = nil
      return
    }
    violations = try reader.list("violations", atMost: Self.mostViolations) {
      reader throws(FieldError) in
      try reader.object(Violation.init(reading:))
    }
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("layers", layers)
      writer.member("mountTable", mountTable)
      writer.member("profile", profile)
      writer.member("seccomp", seccomp)
      if let violations {
        writer.member("violations", each: violations) { $1.write(to: &$0) }
      }
    }
  }

  func validate() throws(FieldError) {
    try FieldRule.texts("layers", layers, atMost: Self.mostLayers)
    guard let violations else { return }
    try FieldRule.texts("violations", violations.map(\.call), atMost: Self.mostViolations)
    for (index, violation) in violations.enumerated() {
      try FieldRule.require(
        FieldRule.sizes.contains(violation.count) && violation.count > 0,
        "violations[\(index)].count", "\(violation.count)", "1 to \(JSON.largestInteger)")
    }
  }
}
