import Evidence
import Linux
import PlatformModule
import TestSupport
import Testing

/// A real TPM 2.0 in software (swtpm), with a state of its own; it ends with this value.
struct EmulatedModule: ~Copyable {
  private let directory: TemporaryDirectory
  private let process: ChildProcess
  let module: PlatformModule

  static let isInstalled =
    (try? Repository.output(of: ["sh", "-c", "command -v swtpm"]))?.isEmpty == false

  /// Starts it on loopback and waits until it answers.
  init() async throws {
    let directory = try TemporaryDirectory()
    // tss2 writes every failed attempt to connect on standard error by itself.
    Environment.set("TSS2_LOG", to: "all+NONE")
    let port = Int.random(in: 20_000..<30_000) * 2
    let process = try ChildProcess([
      "swtpm", "socket", "--tpm2", "--tpmstate", "dir=\(directory.path)", "--server",
      "type=tcp,port=\(port),bindaddr=127.0.0.1", "--ctrl",
      "type=tcp,port=\(port + 1),bindaddr=127.0.0.1", "--flags", "not-need-init,startup-clear",
    ])
    var found: PlatformModule?
    var failure: EvidenceError?
    for _ in 0..<250 where found == nil {
      do throws(EvidenceError) {
        found = try PlatformModule("swtpm:host=127.0.0.1,port=\(port)")
      } catch {
        failure = error
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    module = try #require(found, "\(failure?.description ?? "")")
    self.directory = directory
    self.process = process
  }
}
