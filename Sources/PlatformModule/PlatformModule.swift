import CTss2
package import Evidence

/// A TPM 2.0 of this machine, with an attestation key in it (tss2's ESAPI).
///
/// Not for several threads at once.
@safe package final class PlatformModule {
  /// What a quote consists of; see the parts of `Evidence`.
  package struct Quote: Hashable, Sendable {
    package let attestation: [UInt8]
    package let signature: [UInt8]
  }

  // Both owned by this object alone; the context is ended before the connection below it.
  private var context: OpaquePointer?
  private var connection: OpaquePointer?
  private var attestationKey: ESYS_TR = ESYS_TR(ESYS_TR_NONE)
  /// The attestation key's TPMT_PUBLIC.
  package private(set) var publicArea: [UInt8] = []

  /// Connects, and makes the attestation key: always the same one, since it follows from the TPM's
  /// endorsement seed.
  ///
  /// - Parameter name: as `Tss2_TctiLdr_Initialize` takes it, for example `device:/dev/tpmrm0` or
  ///   `swtpm:host=127.0.0.1,port=2321`.
  /// - Throws: `unavailable`.
  package init(_ name: String) throws(EvidenceError) {
    try ReturnCode.check(
      unsafe Tss2_TctiLdr_Initialize(name, &connection), "Tss2_TctiLdr_Initialize")
    try ReturnCode.check(unsafe Esys_Initialize(&context, connection, nil), "Esys_Initialize")
    try makeAttestationKey()
  }

  deinit {
    if attestationKey != ESYS_TR(ESYS_TR_NONE) {
      // Failing to free a slot of the TPM does no harm here, and a deinit cannot report it.
      unsafe _ = Esys_FlushContext(context, attestationKey)
    }
    unsafe Esys_Finalize(&context)
    unsafe Tss2_TctiLdr_Finalize(&connection)
  }

  /// A key that never leaves the TPM and signs nothing but what the TPM says: ECDSA on P-256 with
  /// SHA-256, restricted, below the endorsement hierarchy.
  private static let template: [UInt8] =
    Marshalling.big(TPMAlgorithm.ecc.rawValue) + Marshalling.big(TPMAlgorithm.sha256.rawValue)
    // fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, restricted, sign
    + [0x00, 0x05, 0x00, 0x72]
    + Marshalling.sized([]) + Marshalling.big(TPMAlgorithm.null.rawValue)
    + Marshalling.big(TPMAlgorithm.ecDSA.rawValue) + Marshalling.big(TPMAlgorithm.sha256.rawValue)
    // The curve P-256, no key derivation, and no coordinates yet.
    + [0x00, 0x03] + Marshalling.big(TPMAlgorithm.null.rawValue) + Marshalling.sized([])
    + Marshalling.sized([])

  private func makeAttestationKey() throws(EvidenceError) {
    var sensitive = TPM2B_SENSITIVE_CREATE()
    var template = TPM2B_PUBLIC()
    unsafe try Marshalling.read(Marshalling.sized(Self.template), into: &template) {
      unsafe Tss2_MU_TPM2B_PUBLIC_Unmarshal($0, $1, $2, $3)
    }
    var outside = TPM2B_DATA()
    var registers = TPML_PCR_SELECTION()
    var area: UnsafeMutablePointer<TPM2B_PUBLIC>?
    let code = unsafe Esys_CreatePrimary(
      context, ESYS_TR(ESYS_TR_RH_ENDORSEMENT), ESYS_TR(ESYS_TR_PASSWORD), ESYS_TR(ESYS_TR_NONE),
      ESYS_TR(ESYS_TR_NONE), &sensitive, &template, &outside, &registers, &attestationKey, &area,
      nil, nil, nil)
    try ReturnCode.check(code, "Esys_CreatePrimary")
    defer { unsafe Esys_Free(area) }
    guard let area = unsafe area else {
      throw EvidenceError(.malformed, "Esys_CreatePrimary: no public area")
    }
    var inner = unsafe area.pointee.publicArea
    publicArea = unsafe try Marshalling.bytes(of: &inner) {
      unsafe Tss2_MU_TPMT_PUBLIC_Marshal($0, $1, $2, $3)
    }
  }

  /// Extends a register of the SHA-256 bank with a digest of 32 bytes.
  package func extend(_ register: Int, with digest: [UInt8]) throws(EvidenceError) {
    var values = TPML_DIGEST_VALUES()
    unsafe try Marshalling.read(
      [0, 0, 0, 1] + Marshalling.big(TPMAlgorithm.sha256.rawValue) + digest, into: &values
    ) { unsafe Tss2_MU_TPML_DIGEST_VALUES_Unmarshal($0, $1, $2, $3) }
    let code = unsafe Esys_PCR_Extend(
      context, ESYS_TR(register), ESYS_TR(ESYS_TR_PASSWORD), ESYS_TR(ESYS_TR_NONE),
      ESYS_TR(ESYS_TR_NONE), &values)
    try ReturnCode.check(code, "Esys_PCR_Extend")
  }

  /// The values of the selected registers, one after the other.
  package func values(of selection: RegisterSelection) throws(EvidenceError) -> [UInt8] {
    var values: [UInt8] = []
    for register in selection.registers { values += try value(of: register) }
    return values
  }

  private func value(of register: Int) throws(EvidenceError) -> [UInt8] {
    var selection = try RegisterSelection(one: register).list()
    var found: UnsafeMutablePointer<TPML_PCR_SELECTION>?
    var digests: UnsafeMutablePointer<TPML_DIGEST>?
    let code = unsafe Esys_PCR_Read(
      context, ESYS_TR(ESYS_TR_NONE), ESYS_TR(ESYS_TR_NONE), ESYS_TR(ESYS_TR_NONE), &selection, nil,
      &found, &digests)
    try ReturnCode.check(code, "Esys_PCR_Read")
    defer {
      unsafe Esys_Free(found)
      unsafe Esys_Free(digests)
    }
    guard let digests = unsafe digests else {
      throw EvidenceError(.malformed, "Esys_PCR_Read: no digests")
    }
    let bytes = unsafe try Marshalling.bytes(of: digests) {
      unsafe Tss2_MU_TPML_DIGEST_Marshal($0, $1, $2, $3)
    }
    // One digest: its count in four bytes, its length in two.
    guard bytes.count == 38, bytes[3] == 1, bytes[5] == 32 else {
      throw EvidenceError(.unavailable, "the TPM has no SHA-256 register \(register)")
    }
    return Array(bytes[6...])
  }

  /// Has the TPM sign the selected registers together with `extraData`, at most 32 bytes.
  package func quote(
    _ selection: RegisterSelection, with extraData: [UInt8]
  ) throws(EvidenceError) -> Quote {
    var data = TPM2B_DATA()
    unsafe try Marshalling.read(Marshalling.sized(extraData), into: &data) {
      unsafe Tss2_MU_TPM2B_DATA_Unmarshal($0, $1, $2, $3)
    }
    // The key's own scheme.
    var scheme = TPMT_SIG_SCHEME()
    scheme.scheme = TPMAlgorithm.null.rawValue
    var registers = try selection.list()
    var attestation: UnsafeMutablePointer<TPM2B_ATTEST>?
    var signature: UnsafeMutablePointer<TPMT_SIGNATURE>?
    let code = unsafe Esys_Quote(
      context, attestationKey, ESYS_TR(ESYS_TR_PASSWORD), ESYS_TR(ESYS_TR_NONE),
      ESYS_TR(ESYS_TR_NONE), &data, &scheme, &registers, &attestation, &signature)
    try ReturnCode.check(code, "Esys_Quote")
    defer {
      unsafe Esys_Free(attestation)
      unsafe Esys_Free(signature)
    }
    guard let attestation = unsafe attestation, let signature = unsafe signature else {
      throw EvidenceError(.malformed, "Esys_Quote: no quote")
    }
    let quoted = unsafe try Marshalling.bytes(of: attestation) {
      unsafe Tss2_MU_TPM2B_ATTEST_Marshal($0, $1, $2, $3)
    }
    let signed = unsafe try Marshalling.bytes(of: signature) {
      unsafe Tss2_MU_TPMT_SIGNATURE_Marshal($0, $1, $2, $3)
    }
    // Without the length in front.
    return Quote(attestation: Array(quoted.dropFirst(2)), signature: signed)
  }
}
