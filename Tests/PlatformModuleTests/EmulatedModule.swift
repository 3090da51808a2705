import Evidence
import PlatformModule
import TestSupport
import Testing

/// A connection to a TPM of its own.
struct EmulatedModule: ~Copyable {
  private let software: SoftwareModule
  let module: PlatformModule

  static let isInstalled = SoftwareModule.isInstalled

  /// Starts it and waits until it answers.
  init() async throws {
    let software = try SoftwareModule()
    var found: PlatformModule?
    var failure: EvidenceError?
    for _ in 0..<1500 where found == nil {
      do throws(EvidenceError) {
        found = try PlatformModule(software.name)
      } catch {
        failure = error
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    module = try #require(found, "\(failure?.description ?? "")")
    self.software = software
  }
}
