import PlatformModule
import TestSupport

/// A connection to a TPM of its own.
struct EmulatedModule: ~Copyable {
  private let software: SoftwareModule
  let module: PlatformModule

  static let isInstalled = SoftwareModule.isInstalled

  init() async throws {
    let software = try await SoftwareModule()
    module = try PlatformModule(software.name)
    self.software = software
  }
}
