import Content
import Crypto
import Evidence
import Linux
import PlatformModule
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: EmulatedModule.isInstalled, "no swtpm: run Tests/install-peers"))
struct PlatformModuleTests {
  static let register = 15

  static func binding(nonce: UInt8 = 1) throws -> Binding {
    try #require(
      Binding(
        sessionKey: SigningKey().publicKey, encryptionKey: nil, runtime: Digest(of: [1]),
        nonce: [UInt8](repeating: nonce, count: 32)))
  }

  static func selection() throws -> RegisterSelection {
    try #require(RegisterSelection([0, 1, 2, 3, 4, 5, 6, 7, register]))
  }

  @Test("A measured runtime, quoted by a real TPM, is affirmed; another runtime or nonce is not")
  func journey() async throws {
    let emulated = try await EmulatedModule()
    let producer = PlatformModuleProducer(
      emulated.module, selection: try Self.selection(), runtimeRegister: Self.register)
    let binding = try Self.binding()
    // The second time, the register is left as it is.
    _ = try producer.produce(binding)
    let evidence = try producer.produce(binding)
    let verifier = TPMVerifier(keys: [Digest(of: emulated.module.publicArea)])
    let expected = SHA256.hash([UInt8](repeating: 0, count: 32) + binding.runtime.bytes)
    let requirement = Requirement(measurements: ["pcr15": [expected]])
    let accepted = verifier.appraise(evidence, for: binding, at: .epoch, requiring: requirement)
    #expect(accepted.tier == .affirming, "\(accepted.findings)")
    let replayed = verifier.appraise(
      evidence, for: try Self.binding(nonce: 2), at: .epoch, requiring: requirement)
    #expect(replayed.reasons == [.reportData])
    let other = Requirement(measurements: ["pcr15": [binding.runtime.bytes], "pcr16": [[0]]])
    let unknown = verifier.appraise(evidence, for: binding, at: .epoch, requiring: other)
    #expect(unknown.findings.map(\.reason) == [.measurement, .measurement])
    let stranger = TPMVerifier().appraise(evidence, for: binding, at: .epoch)
    #expect(stranger.reasons == [.untrustedKey])
    let restarted = try #require(
      Binding(
        sessionKey: binding.sessionKey, encryptionKey: nil, runtime: Digest(of: [2]),
        nonce: binding.nonce))
    let error = #expect(throws: EvidenceError.self) { try producer.produce(restarted) }
    #expect(error?.code == .unavailable)
  }

  @Test("Registers that were exchanged, and a log that leads elsewhere, are refused")
  func registers() async throws {
    let emulated = try await EmulatedModule()
    let binding = try Self.binding()
    let producer = PlatformModuleProducer(emulated.module, selection: try Self.selection())
    let evidence = try producer.produce(binding)
    let verifier = TPMVerifier(keys: [Digest(of: emulated.module.publicArea)])
    var parts = evidence.parts
    parts[.registers] = [UInt8](repeating: 7, count: 9 * 32)
    let exchanged = verifier.appraise(
      Evidence(kind: .tpm2, parts: parts), for: binding, at: .epoch)
    #expect(exchanged.reasons == [.registers])
    parts[.registers] = []
    let absent = verifier.appraise(Evidence(kind: .tpm2, parts: parts), for: binding, at: .epoch)
    #expect(absent.reasons == [.registers])
    guard let root = Repository.vectors else { return }
    parts = evidence.parts
    parts[.eventLog] = try Repository.bytes(
      at: root + "/tpm2/eventlogs/arch-linux-workstation.bin")
    let foreign = verifier.appraise(Evidence(kind: .tpm2, parts: parts), for: binding, at: .epoch)
    #expect(foreign.reasons == [.eventLog, .runtimeNotMeasured])
  }

  @Test("An event log that was measured into the TPM leads to its registers")
  func measuredLog() async throws {
    let root = try #require(Repository.vectors, "no vectors: set ASSAY_VECTORS to their directory")
    let bytes = try Repository.bytes(at: root + "/tpm2/eventlogs/arch-linux-workstation.bin")
    let emulated = try await EmulatedModule()
    for event in try EventLog(bytes).events where event.type != EventLog.noAction {
      try emulated.module.extend(event.register, with: #require(event.digests[.sha256]))
    }
    let binding = try Self.binding()
    let producer = PlatformModuleProducer(
      emulated.module, selection: try Self.selection(), eventLog: bytes)
    let verifier = TPMVerifier(keys: [Digest(of: emulated.module.publicArea)])
    let appraisal = verifier.appraise(try producer.produce(binding), for: binding, at: .epoch)
    #expect(appraisal.reasons == [.runtimeNotMeasured], "\(appraisal.findings)")
    #expect(appraisal.tier == .warning)
  }

  @Test("Without a TPM there is no evidence, and no crash")
  func absent() {
    let error = #expect(throws: EvidenceError.self) {
      try PlatformModule("device:/dev/assay-no-such-tpm")
    }
    #expect(error?.code == .unavailable)
  }

  static let hasTools =
    (try? Repository.output(of: ["sh", "-c", "command -v tpm2_checkquote"]))?.isEmpty == false

  @Test(
    "tpm2_checkquote comes to the same conclusion",
    .enabled(if: hasTools, "no tpm2_checkquote: run Tests/install-peers"))
  func peer() async throws {
    let emulated = try await EmulatedModule()
    let binding = try Self.binding()
    let selection = try Self.selection()
    try emulated.module.extend(Self.register, with: binding.runtime.bytes)
    let extraData = TPMVerifier.extraData(for: binding)
    let quote = try emulated.module.quote(selection, with: extraData)
    let registers = try emulated.module.values(of: selection)
    #expect(try Self.checkQuote(emulated.module.publicArea, quote, registers, extraData))
    let other = TPMVerifier.extraData(for: try Self.binding(nonce: 3))
    #expect(try !Self.checkQuote(emulated.module.publicArea, quote, registers, other))
    let wrong = [UInt8](repeating: 1, count: registers.count)
    #expect(try !Self.checkQuote(emulated.module.publicArea, quote, wrong, extraData))
  }

  private static func checkQuote(
    _ area: [UInt8], _ quote: PlatformModule.Quote, _ registers: [UInt8], _ extraData: [UInt8]
  ) throws -> Bool {
    let directory = try TemporaryDirectory()
    let handle = try FileDescriptor.open(directory.path, [.readOnly, .directory])
    let key = try TPMPublicArea(area).key
    let pem =
      "-----BEGIN PUBLIC KEY-----\n\(Base64.encode(key.subjectPublicKeyInfo))\n-----END PUBLIC KEY-----\n"
    try handle.write(Array(pem.utf8), to: "key.pem", .atomic)
    try handle.write(quote.attestation, to: "quote", .atomic)
    try handle.write(quote.signature, to: "signature", .atomic)
    try handle.write(serialized(registers), to: "registers", .atomic)
    let script = """
      cd "$1" && tpm2_checkquote -u key.pem -m quote -s signature -f registers -g sha256 -q "$2" \
      >/dev/null 2>errors && echo yes || echo no
      """
    let answer = try Repository.output(of: [
      "sh", "-c", script, "sh", directory.path, Hexadecimal.encode(extraData),
    ])
    return answer == "yes\n"
  }

  /// Registers as tpm2-tools serialise them: the C structures TPML_PCR_SELECTION (132 bytes) and
  /// TPML_DIGEST (532 bytes, at most eight digests of 2 + 64 bytes), numbers little-endian.
  private static func serialized(_ registers: [UInt8]) throws -> [UInt8] {
    func padded(_ bytes: [UInt8], to count: Int) -> [UInt8] {
      bytes + [UInt8](repeating: 0, count: count - bytes.count)
    }
    var bits: [UInt8] = [0, 0, 0]
    for register in try selection().registers { bits[register / 8] |= 1 << (register % 8) }
    let values = stride(from: 0, to: registers.count, by: 32).map { start in
      padded([32, 0] + registers[start..<(start + 32)], to: 66)
    }
    let lists = stride(from: 0, to: values.count, by: 8).map { start in
      let list = values[start..<min(start + 8, values.count)]
      return padded([UInt8(list.count), 0, 0, 0] + list.flatMap { $0 }, to: 532)
    }
    return padded([1, 0, 0, 0, 0x0B, 0, 3] + bits, to: 132) + [UInt8(lists.count), 0, 0, 0]
      + lists.flatMap { $0 }
  }
}
