package import Content
package import Crypto

/// What Intel publishes and a verifier of quotes needs, handed in as files.
package struct IntelCollateral: Sendable {
  package let tcbInfo: SignedDocument
  package let tcbInfoChain: [Certificate]
  package let enclaveIdentity: SignedDocument
  package let enclaveIdentityChain: [Certificate]
  /// Of the root, and of the authority that certifies platforms.
  package let revocationLists: [RevocationList]
  /// Those above, and the authorities that certify platforms: for quotes that bring them as well.
  let issuers: [Certificate]
  let info: TCBInfo
  let identity: EnclaveIdentity

  /// - Throws: `malformed` where a document lacks a field or holds something else there.
  package init(
    tcbInfo: SignedDocument, tcbInfoChain: [Certificate], enclaveIdentity: SignedDocument,
    enclaveIdentityChain: [Certificate], revocationLists: [RevocationList],
    platformIssuers: [Certificate] = []
  ) throws(EvidenceError) {
    self.tcbInfo = tcbInfo
    self.tcbInfoChain = tcbInfoChain
    self.enclaveIdentity = enclaveIdentity
    self.enclaveIdentityChain = enclaveIdentityChain
    self.revocationLists = revocationLists
    issuers = platformIssuers + tcbInfoChain + enclaveIdentityChain
    do throws(FieldError) {
      info = try TCBInfo(reading: tcbInfo.field)
    } catch {
      throw EvidenceError(.malformed, "TCB info: \(error)")
    }
    do throws(FieldError) {
      identity = try EnclaveIdentity(reading: enclaveIdentity.field)
    } catch {
      throw EvidenceError(.malformed, "QE identity: \(error)")
    }
  }

  /// Reads all of it from one JSON document, in the format that dcap-qvl and others use: texts
  /// `tcb_info`, `qe_identity` with `…_signature` and `…_issuer_chain`, lists `root_ca_crl`, `pck_crl`
  /// in hexadecimal; `pck_crl_issuer_chain` may be absent.
  package init(document field: JSONField) throws(EvidenceError) {
    let parts: Parts
    do throws(FieldError) {
      parts = try Parts(reading: field.openObject())
    } catch {
      throw EvidenceError(.malformed, "collateral: \(error)")
    }
    try self.init(
      tcbInfo: parts.tcbInfo, tcbInfoChain: parts.tcbInfoChain,
      enclaveIdentity: parts.enclaveIdentity, enclaveIdentityChain: parts.enclaveIdentityChain,
      revocationLists: parts.revocationLists, platformIssuers: parts.platformIssuers)
  }

  /// What such a document consists of.
  private struct Parts {
    let tcbInfo: SignedDocument
    let tcbInfoChain: [Certificate]
    let enclaveIdentity: SignedDocument
    let enclaveIdentityChain: [Certificate]
    let revocationLists: [RevocationList]
    let platformIssuers: [Certificate]

    init(reading fields: JSONFields) throws(FieldError) {
      tcbInfo = try IntelCollateral.document(fields, "tcb_info")
      tcbInfoChain = try IntelCollateral.chain(fields, "tcb_info")
      enclaveIdentity = try IntelCollateral.document(fields, "qe_identity")
      enclaveIdentityChain = try IntelCollateral.chain(fields, "qe_identity")
      platformIssuers =
        fields["pck_crl_issuer_chain"].value == nil
        ? [] : try IntelCollateral.chain(fields, "pck_crl")
      revocationLists = [
        try IntelCollateral.list(fields["root_ca_crl"]),
        try IntelCollateral.list(fields["pck_crl"]),
      ]
    }
  }

  private static func document(
    _ fields: JSONFields, _ name: String
  ) throws(FieldError) -> SignedDocument {
    let signature = try fields["\(name)_signature"].vendorHexadecimal(count: 64)
    let text = try fields[name].string()
    do throws(EvidenceError) {
      return try SignedDocument(Array(text.utf8), signature: signature)
    } catch {
      throw fields[name].expected("a JSON document as text: \(error.detail)")
    }
  }

  private static func chain(
    _ fields: JSONFields, _ name: String
  ) throws(FieldError) -> [Certificate] {
    let field = fields["\(name)_issuer_chain"]
    let text = try field.string()
    do throws(CryptoError) {
      return try Certificate.chain(pem: Array(text.utf8))
    } catch {
      throw field.expected("certificates in PEM")
    }
  }

  private static func list(_ field: JSONField) throws(FieldError) -> RevocationList {
    let text = try field.string()
    guard let bytes = Hexadecimal.decode(text.lowercased()),
      let list = try? RevocationList(bytes)
    else { throw field.expected("a revocation list in DER, in hexadecimal") }
    return list
  }
}
