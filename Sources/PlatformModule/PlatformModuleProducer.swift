package import Content
import Crypto
package import Evidence

/// Produces evidence of kind `tpm2`.
package struct PlatformModuleProducer: EvidenceProducer {
  /// Registers may be extended between the quote and their being read; how often to begin anew.
  private static let attempts = 8

  private let module: PlatformModule
  private let selection: RegisterSelection
  private let eventLog: [UInt8]?
  package var kind: EvidenceKind { .tpm2 }

  /// - Parameters:
  ///   - selection: the registers to quote, that of the runtime among them.
  ///   - eventLog: the firmware's, from `/sys/kernel/security/tpm0/binary_bios_measurements`; nil where
  ///     there is none.
  package init(_ module: PlatformModule, selection: RegisterSelection, eventLog: [UInt8]? = nil) {
    self.module = module
    self.selection = selection
    self.eventLog = eventLog
  }

  /// Extends `register` with the runtime's digest: once for each start of the machine, before anything
  /// else can. A register that is never reset while the machine runs must be chosen.
  package func measure(_ runtime: Digest, into register: Int) throws(EvidenceError) {
    try module.extend(register, with: runtime.bytes)
  }

  package func produce(_ binding: Binding) throws(EvidenceError) -> Evidence {
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
