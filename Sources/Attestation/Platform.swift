import Content

/// The machine that an execution ran on.
package struct Platform: Hashable, Sendable {
  private static let mostFeatures = 512

  /// As `uname -m` has it, for example `x86_64`.
  package let architecture: String
  /// Names of instruction-set extensions, for example `avx512f`.
  package let cpuFeatures: [String]
  package let cpuModel: String
  /// Release of the kernel, as `uname -r` has it.
  package let kernel: String

  package init(architecture: String, cpuFeatures: [String], cpuModel: String, kernel: String) {
    self.architecture = architecture
    self.cpuFeatures = cpuFeatures
    self.cpuModel = cpuModel
    self.kernel = kernel
  }

  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("architecture", "cpuFeatures", "cpuModel", "kernel")
    architecture = try fields["architecture"].string()
    cpuFeatures = try fields["cpuFeatures"].texts(atMost: Self.mostFeatures)
    cpuModel = try fields["cpuModel"].string()
    kernel = try fields["kernel"].string()
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("architecture", architecture)
      writer.member("cpuFeatures", each: cpuFeatures) { $0.string($1) }
      writer.member("cpuModel", cpuModel)
      writer.member("kernel", kernel)
    }
  }

  func validate(_ rule: FieldRule) throws(FieldError) {
    try rule["architecture"].text(architecture)
    try rule["cpuFeatures"].texts(cpuFeatures, atMost: Self.mostFeatures)
    try rule["cpuModel"].text(cpuModel)
    try rule["kernel"].text(kernel)
  }
}
