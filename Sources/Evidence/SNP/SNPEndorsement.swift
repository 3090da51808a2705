package import Crypto

/// What AMD says in the certificate of a key that signs reports (publication 57230, “VCEK
/// certificate and KDS interface”, tables 8 to 10).
package struct SNPEndorsement: Sendable {
  package enum Holder: Hashable, Sendable {
    /// A chip, by its hardware identity.
    case chip([UInt8])
    /// A cloud provider, by its name.
    case provider(String)
  }

  private static let arc = "1.3.6.1.4.1.3704.1"

  package let certificate: Certificate
  package let product: SNPProduct
  package let holder: Holder
  /// The firmware for which alone the key exists.
  package let firmware: SNPFirmware

  /// - Throws: `malformed`, `unsupported`.
  package init(_ certificate: Certificate) throws(EvidenceError) {
    let name = try Self.text(certificate, "\(Self.arc).2", "product name")
    guard let product = SNPProduct(certificateName: name) else {
      throw EvidenceError(.unsupported, "certificates for the product “\(name)”")
    }
    self.certificate = certificate
    self.product = product
    holder = try Self.holder(certificate, product)
    // 1 bootloader, 2 TEE, 3 SNP, 8 microcode, 9 FMC; 4 to 7 are spare.
    firmware = SNPFirmware(
      fmc: product == .turin ? try Self.version(certificate, 9) : nil,
      bootloader: try Self.version(certificate, 1), tee: try Self.version(certificate, 2),
      snp: try Self.version(certificate, 3), microcode: try Self.version(certificate, 8))
  }

  private static func holder(
    _ certificate: Certificate, _ product: SNPProduct
  ) throws(EvidenceError) -> Holder {
    switch certificate.commonName {
    case "SEV-VCEK":
      guard var identity = certificate.extensionValue("\(arc).4") else {
        throw EvidenceError(.malformed, "the VCEK's certificate names no hardware identity")
      }
      let count = product.hardwareIdentityByteCount
      // Some certificates wrap the bytes in an OCTET STRING, others have them bare.
      if identity.count == count + 2, identity[0] == DERReader.Tag.octetString,
        Int(identity[1]) == count
      {
        identity.removeFirst(2)
      }
      guard identity.count == count else {
        throw EvidenceError(
          .malformed, "a hardware identity has \(count) bytes, this one \(identity.count)")
      }
      return .chip(identity)
    case "SEV-VLEK":
      return .provider(try text(certificate, "\(arc).5", "provider's name"))
    case let other:
      throw EvidenceError(
        .malformed, "a certificate of “\(other ?? "nobody")”, expected SEV-VCEK or SEV-VLEK")
    }
  }

  private static func text(
    _ certificate: Certificate, _ identifier: String, _ field: String
  ) throws(EvidenceError) -> String {
    guard let value = certificate.extensionValue(identifier) else {
      throw EvidenceError(.malformed, "the certificate has no \(field)")
    }
    var reader = DERReader(value, of: field)
    let content = try reader.element(DERReader.Tag.ia5String)
    try reader.finish()
    guard let text = String(validating: content, as: UTF8.self) else {
      throw EvidenceError(.malformed, "the certificate's \(field) is no text")
    }
    return text
  }

  private static func version(
    _ certificate: Certificate, _ part: Int
  ) throws(EvidenceError) -> UInt8 {
    guard let value = certificate.extensionValue("\(arc).3.\(part)") else {
      throw EvidenceError(.malformed, "the certificate has no firmware version \(part)")
    }
    var reader = DERReader(value, of: "firmware version \(part)")
    let number = try reader.number()
    try reader.finish()
    guard let version = UInt8(exactly: number) else {
      throw EvidenceError(.malformed, "firmware version \(part) is \(number)")
    }
    return version
  }
}
