/// The few shapes of DER (X.690) in which keys and signatures are handed to libcrypto.
enum DERWriter {
  /// One element: tag, definite length in its shortest form, content.
  static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    guard content.count >= 0x80 else { return [tag, UInt8(content.count)] + content }
    let length = (0..<8).reversed().map { UInt8(truncatingIfNeeded: content.count >> (8 * $0)) }
      .drop { $0 == 0 }
    return [tag, 0x80 | UInt8(length.count)] + length + content
  }

  static func sequence(_ parts: [UInt8]...) -> [UInt8] { element(0x30, parts.flatMap { $0 }) }

  /// A natural number given in big-endian bytes.
  static func integer(_ magnitude: some Sequence<UInt8>) -> [UInt8] {
    let digits = Array(magnitude.drop { $0 == 0 })
    // A set top bit would read as a minus sign, and zero needs one byte.
    return element(0x02, digits.first.map { $0 < 0x80 } ?? false ? digits : [0] + digits)
  }

  static func bitString(_ content: [UInt8]) -> [UInt8] { element(0x03, [0] + content) }
}
