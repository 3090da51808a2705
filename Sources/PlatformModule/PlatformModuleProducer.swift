package import Content
import Crypto
package import Evidence

/// Produces evidence of kind `tpm2`.
package struct PlatformModuleProducer: EvidenceProducer {
  /// Registers may be extended between the quote and their being read; how often to begin anew.
  private static let attempts = 8

  private let module: PlatformModule
  private let selection: RegisterSelection
  private let runtimeRegister: Int?
  private let eventLog: [UInt8]?
  package var kind: EvidenceKind { .tpm2 }

  /// - Parameters:
  ///   - selection: the registers to quote, that of the runtime among them.
  ///   - runtimeRegister: into which the runtime is measured before the first quote, if that has not
  ///     happened since the machine started; nil where somebody else sees to it.
  ///   - eventLog: the firmware's, from `/sys/kernel/security/tpm0/binary_bios_measurements`; nil where
  ///     there is none.
  package init(
    _ module: PlatformModule, selection: RegisterSelection, runtimeRegister: Int? = nil,
    eventLog: [UInt8]? = nil
  ) {
    self.module = module
    self.selection = selection
    self.runtimeRegister = runtimeRegister
    self.eventLog = eventLog
  }

  /// Extends `register` with the runtime's digest: once for each start of the machine, before anything
  /// else can. A register that is never reset while the machine runs must be chosen.
  package func measure(_ runtime: Digest, into register: Int) throws(EvidenceError) {
    try module.extend(register, with: runtime.bytes)
  }

  /// As `measure`, unless the register holds just this runtime already.
  ///
  /// - Throws: `unavailable` where it holds something else.
  private func measureOnce(_ runtime: Digest, into register: Int) throws(EvidenceError) {
    guard let one = RegisterSelection([register]) else {
      throw EvidenceError(.unsupported, "no register \(register)")
    }
    let value = try module.values(of: one)
    if value == TPMVerifier.register(holding: runtime) { return }
    guard value.allSatisfy({ $0 == 0 }) else {
      throw EvidenceError(
        .unavailable,
        "register \(register) holds another measurement: choose a register that nobody uses, or "
          + "restart the machine")
    }
    try measure(runtime, into: register)
  }

  package func produce(_ binding: Binding) throws(EvidenceError) -> Evidence {
    if let runtimeRegister { try measureOnce(binding.runtime, into: runtimeRegister) }
    for _ in 0..<Self.attempts {
      let quote = try module.quote(selection, with: TPMVerifier.extraData(for: binding))
      let registers = try module.values(of: selection)
      guard try TPMQuote(quote.attestation).registerDigest == SHA256.hash(registers) else {
        continue
      }
      var parts: [Evidence.Part: [UInt8]] = [
        .quote: quote.attestation, .signature: quote.signature, .key: module.publicArea,
        .registers: registers,
      ]
      parts[.eventLog] = eventLog
      return Evidence(kind: kind, parts: parts)
    }
    throw EvidenceError(.contended, "somebody else extends the registers again and again")
  }
}
