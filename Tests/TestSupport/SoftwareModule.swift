package import Linux

/// A real TPM 2.0 in software (swtpm) on loopback, with a state of its own; it ends with this value.
package struct SoftwareModule: ~Copyable {
  private let directory: TemporaryDirectory
  private let process: ChildProcess
  /// As tss2 takes it (TCTI).
  package let name: String

  package static let isInstalled =
    (try? Repository.output(of: ["sh", "-c", "command -v swtpm"]))?.isEmpty == false

  /// Starts it; it answers a little later.
  package init() throws(SystemError) {
    let directory = try TemporaryDirectory()
    // tss2 writes every failed attempt to connect on standard error by itself.
    Environment.set("TSS2_LOG", to: "all+NONE")
    // Below those that the system gives to whoever connects (`ip_local_port_range`), of which tests
    // take many, and which stay taken for a while.
    let port = Int.random(in: 5_000..<16_000) * 2
    let process = try ChildProcess([
      "swtpm", "socket", "--tpm2", "--tpmstate", "dir=\(directory.path)", "--server",
      "type=tcp,port=\(port),bindaddr=127.0.0.1", "--ctrl",
      "type=tcp,port=\(port + 1),bindaddr=127.0.0.1", "--flags", "not-need-init,startup-clear",
    ])
    self.directory = directory
    self.process = process
    name = "swtpm:host=127.0.0.1,port=\(port)"
  }
}
