package import Content
import Crypto

/// A JSON document of Intel's together with the exact bytes that were signed: writing a document
/// anew could change them.
package struct SignedDocument: Sendable {
  private static let largest = 1 << 20
  private static let signatureByteCount = 64
  private static let signer = "Intel SGX TCB Signing"

  /// As they came.
  package let bytes: [UInt8]
  /// r and s, big-endian.
  package let signature: [UInt8]
  /// `bytes`, read.
  package let field: JSONField

  /// A document and its signature, each by itself.
  package init(_ bytes: [UInt8], signature: [UInt8]) throws(EvidenceError) {
    guard bytes.count <= Self.largest, signature.count == Self.signatureByteCount else {
      throw EvidenceError(.malformed, "a document of Intel's, or its signature, is too long")
    }
    self.bytes = bytes
    self.signature = signature
    do throws(JSONError) {
      field = JSONField(try JSON(parsing: bytes))
    } catch {
      throw EvidenceError(.malformed, "a document of Intel's: \(error)")
    }
  }

  /// The answer of Intel's service, `{"<name>":<document>,"signature":"<hexadecimal>"}`: what stands
  /// between the two is taken byte for byte.
  package init(answer: [UInt8], member name: String) throws(EvidenceError) {
    let head = Array("{\"\(name)\":".utf8)
    let middle = Array(",\"signature\":\"".utf8)
    let tail = Array("\"}".utf8)
    let text = answer.prefix(
      (answer.lastIndex { $0 != 0x0A && $0 != 0x0D } ?? -1) + 1)
    let end = text.count - tail.count - 2 * Self.signatureByteCount
    let stop = end - middle.count
    guard stop > head.count, text.starts(with: head), text[stop..<end].elementsEqual(middle),
      text.suffix(tail.count).elementsEqual(tail),
      let signature = Hexadecimal.decode(
        String(decoding: text[end...].dropLast(tail.count), as: UTF8.self).lowercased())
    else {
      throw EvidenceError(
        .malformed, "expected {\"\(name)\":…,\"signature\":\"…\"} as Intel sends it")
    }
    try self.init(Array(text[head.count..<stop]), signature: signature)
  }

  /// What speaks against Intel's having signed this document, which is called `name`.
  ///
  /// - Parameter chain: in any order; a platform's key leads up to the same root, and must not speak
  ///   for Intel, so that the signer is found by its name.
  func findings(
    signedBy chain: [Certificate], to anchors: TrustAnchors, at time: Int64, called name: String
  ) -> [Finding] {
    guard let signer = chain.firstIndex(where: { $0.commonName == Self.signer }) else {
      return [
        Finding(.collateralSignature, "\(name) comes without a certificate of \(Self.signer)")
      ]
    }
    var others = chain
    let leaf = others.remove(at: signer)
    var findings = anchors.refusals(of: leaf, through: others, at: time)
      .map { Finding($0, of: "chain of \(name)") }
    if leaf.publicKey?.isValid(signature, for: bytes, by: .ecdsaConcatenated(.sha256)) != true {
      findings.append(Finding(.collateralSignature, "\(name) was changed after it was signed"))
    }
    return findings
  }
}
