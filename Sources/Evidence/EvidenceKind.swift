/// Who vouches for a provider's session key.
package enum EvidenceKind: String, CaseIterable, Sendable {
  /// The provider's own identity key; no hardware vouches for anything.
  case software
  /// A TPM 2.0 that measured the start of the machine.
  case tpm2
  /// AMD's Secure Nested Paging: a report of the guest, signed by the processor.
  case sevSNP = "sev-snp"
  /// Intel's Trust Domain Extensions: a quote of the guest, signed by Intel's quoting enclave.
  case tdx
}
