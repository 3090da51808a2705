import Linux

/// A real TPM 2.0 in software (swtpm) on loopback, with a state of its own; it ends with this value.
package struct SoftwareModule: ~Copyable {
  private let directory: TemporaryDirectory
  private let process: ChildProcess
  /// As tss2 takes it (TCTI).
  package let name: String

  package static let isInstalled =
    (try? Repository.output(of: ["sh", "-c", "command -v swtpm"]))?.isEmpty == false

  /// Starts it and waits, half a minute at most, until it answers.
  ///
  /// - Throws: why it could not be reached the last time.
  package init() async throws {
    let directory = try TemporaryDirectory()
    // tss2 writes every failed attempt to connect on standard error by itself.
    Environment.set("TSS2_LOG", to: "all+NONE")
    // Below those that the system gives to whoever connects (`ip_local_port_range`), of which tests
    // take many, and which stay taken for a while.
    let port = UInt16.random(in: 5_000..<16_000) * 2
    let process = try ChildProcess([
      "swtpm", "socket", "--tpm2", "--tpmstate", "dir=\(directory.path)", "--server",
      "type=tcp,port=\(port),bindaddr=127.0.0.1", "--ctrl",
      "type=tcp,port=\(port + 1),bindaddr=127.0.0.1", "--flags", "not-need-init,startup-clear",
    ])
    try await Self.untilAnswering(at: InternetEndpoint(.loopback, port: port))
    self.directory = directory
    self.process = process
    name = "swtpm:host=127.0.0.1,port=\(port)"
  }

  private static func untilAnswering(at endpoint: InternetEndpoint) async throws {
    let deadline = Clock.monotonicMicroseconds() + 30_000_000
    while true {
      do throws(SystemError) {
        return try askForRandomBytes(at: endpoint)
      } catch {
        if Clock.monotonicMicroseconds() > deadline { throw error }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  /// `TPM2_GetRandom` of four bytes (TPM 2.0 library, part 3), which changes nothing in the module.
  private static func askForRandomBytes(at endpoint: InternetEndpoint) throws(SystemError) {
    let socket = try FileDescriptor.connect(to: endpoint)
    let command: [UInt8] = [0x80, 0x01, 0, 0, 0, 12, 0, 0, 0x01, 0x7B, 0, 4]
    _ = try socket.send(command[...])
    // The answer's tag, size and code, of which the last says that it went well.
    try socket.waitUntilReadable(deadline: Clock.monotonicMicroseconds() + 5_000_000)
    let answer = try socket.readSome(atMost: 64)
    guard answer.starts(with: [0x80, 0x01]), answer.dropFirst(6).starts(with: [0, 0, 0, 0]) else {
      throw SystemError.brokenMessage
    }
  }
}
