import Content

/// The machine that an execution ran on.
package struct Platform: Hashable, Sendable {
  private static let mostFeatures = 512

  /// As `uname -m` has it, for example `x86_64`.
  package let architecture: String
  /// Names of instruction-set extensions, for example `avx512f`; ascending.
  package let cpuFeatures: [String]
  package let cpuModel: String
  /// Release of the kernel, as `uname -r` has it.
  package let kernel: String

  package init(architecture: String, cpuFeatures: [String], cpuModel: String, kernel: String) {
    self.architecture = architecture
    self.cpuFeatures = cpuFeatures.sorted(by: FieldRule.precedes)
    self.cpuModel = cpuModel
    self.kernel = kernel
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    architecture = try reader.string("architecture")
    cpuFeatures = try reader.strings("cpuFeatures", atMost: Self.mostFeatures)
    cpuModel = try reader.string("cpuModel")
    kernel = try reader.string("kernel")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("architecture", architecture)
      writer.member("cpuFeatures", cpuFeatures)
      writer.member("cpuModel", cpuModel)
      writer.member("kernel", kernel)
    }
  }

  func validate() throws(FieldError) {
    try FieldRule.text("architecture", architecture)
    try FieldRule.texts("cpuFeatures", cpuFeatures, atMost: Self.mostFeatures)
    try FieldRule.text("cpuModel", cpuModel)
    try FieldRule.text("kernel", kernel)
  }
}
