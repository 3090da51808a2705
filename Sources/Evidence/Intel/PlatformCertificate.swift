package import Crypto

/// What Intel says about a platform in the certificate of its key (Intel's “SGX PCK certificate
/// and CRL specification”, section 1.3.5).
package struct PlatformCertificate: Sendable {
  static let commonName = "Intel SGX PCK Certificate"
  private static let arc = "1.2.840.113741.1.13.1"
  // 1.2.840.113741.1.13.1 in DER, to which a part's own number is appended.
  private static let prefix: [UInt8] = [
    0x2A, 0x86, 0x48, 0x86, 0xF8, 0x4D, 0x01, 0x0D, 0x01,
  ]

  package let certificate: Certificate
  /// Names the family, model, stepping and stock of the processor: six bytes.
  package let fmspc: [UInt8]
  package let pceID: [UInt8]
  /// Of the sixteen parts of the platform's firmware.
  package let components: [Int]
  package let pceSVN: Int
  /// Names the platform itself, if the certificate tells (PPID).
  package let platform: [UInt8]

  package init(_ certificate: Certificate) throws(EvidenceError) {
    guard certificate.commonName == Self.commonName else {
      throw EvidenceError(
        .malformed,
        "a certificate of “\(certificate.commonName ?? "nobody")”, expected “\(Self.commonName)”")
    }
    guard let value = certificate.extensionValue(Self.arc) else {
      throw EvidenceError(.malformed, "the platform's certificate has no SGX extension")
    }
    self.certificate = certificate
    var outer = DERReader(value, of: "SGX extension")
    var parts = try Self.parts(try outer.sequence(), below: Self.prefix)
    try outer.finish()
    platform = try Self.octets(parts.removeValue(forKey: 1), 16, "PPID")
    pceID = try Self.octets(parts.removeValue(forKey: 3), 2, "PCEID")
    fmspc = try Self.octets(parts.removeValue(forKey: 4), 6, "FMSPC")
    guard let (tag, content) = parts.removeValue(forKey: 2), tag == DERReader.Tag.sequence else {
      throw EvidenceError(.malformed, "the SGX extension has no TCB")
    }
    let versions = try Self.parts(
      DERReader(content, of: "SGX extension, TCB"), below: Self.prefix + [2])
    var components: [Int] = []
    for number in 1...16 { components.append(try Self.version(versions[UInt8(number)])) }
    self.components = components
    pceSVN = try Self.version(versions[17])
  }

  private typealias Element = (tag: UInt8, content: [UInt8])

  /// The members of a sequence by the last number of their identifiers.
  private static func parts(
    _ reader: DERReader, below prefix: [UInt8]
  ) throws(EvidenceError) -> [UInt8: Element] {
    var reader = reader
    var parts: [UInt8: Element] = [:]
    while !reader.isAtEnd {
      var member = try reader.sequence()
      let identifier = try member.element(DERReader.Tag.objectIdentifier)
      guard identifier.count == prefix.count + 1, identifier.starts(with: prefix),
        let number = identifier.last, parts[number] == nil
      else { throw EvidenceError(.malformed, "SGX extension: \(identifier.hexadecimal)") }
      parts[number] = try member.element()
      try member.finish()
    }
    return parts
  }

  private static func octets(
    _ element: Element?, _ count: Int, _ field: String
  ) throws(EvidenceError) -> [UInt8] {
    guard let element, element.tag == DERReader.Tag.octetString, element.content.count == count
    else { throw EvidenceError(.malformed, "the SGX extension has no \(field) of \(count) bytes") }
    return element.content
  }

  private static func version(_ element: Element?) throws(EvidenceError) -> Int {
    guard let element, element.tag == DERReader.Tag.integer,
      (1...3).contains(element.content.count),
      element.content[0] < 0x80
    else { throw EvidenceError(.malformed, "the SGX extension lacks a component's version") }
    return element.content.reduce(0) { $0 << 8 | Int($1) }
  }
}
