import Crypto

/// Certificates as they come with evidence: PEM, one or more, or a single one in DER.
enum CertificateText {
  static func certificates(_ bytes: [UInt8]) throws(EvidenceError) -> [Certificate] {
    do throws(CryptoError) {
      let isText = bytes.starts(with: "-----BEGIN ".utf8)
      return isText ? try Certificate.chain(pem: bytes) : [try Certificate(der: bytes)]
    } catch {
      throw EvidenceError(.malformed, error.detail)
    }
  }
}
