extension JSON {
  /// The one encoding of this value that is hashed and signed (RFC 8785, JCS).
  package var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// `canonicalBytes` as text.
  package var canonicalText: String { String(decoding: canonicalBytes, as: UTF8.self) }

  /// Writes this value as part of a larger document.
  package func write(to writer: inout CanonicalWriter) {
    switch self {
    case .null: writer.null()
    case .boolean(let value): writer.boolean(value)
    case .number(let value): writer.number(value)
    case .string(let value): writer.string(value)
    case .array(let elements):
      writer.array { writer in
        for element in elements { element.write(to: &writer) }
      }
    case .object(let object):
      writer.object { writer in
        for member in object.members {
          writer.name(member.name)
          member.value.write(to: &writer)
        }
      }
    }
  }

  /// ECMAScript's Number::toString (ECMA-262 section 6.1.6.1.20), which section 3.2.2.3 asks for.
  ///
  /// Swift's description has the same shortest digits; only where the point stands differs.
  static func text(of number: Double) -> String {
    if let integer = Int64(exactly: number), integer.magnitude <= UInt64(largestInteger) {
      return String(integer)
    }
    let (digits, exponent) = shortestDigits(of: number.magnitude)
    let sign = number < 0 ? "-" : ""
    let count = digits.count
    switch exponent {
    case count...21:
      return sign + digits + String(repeating: "0", count: exponent - count)
    case 1..<max(count, 2):
      return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
    case -5...0:
      return sign + "0." + String(repeating: "0", count: -exponent) + digits
    default:
      let fraction = count > 1 ? "." + digits.dropFirst() : ""
      let power = exponent - 1
      return "\(sign)\(digits.prefix(1))\(fraction)e\(power < 0 ? "-" : "+")\(abs(power))"
    }
  }

  /// The digits d₁…dₖ and the exponent n with value = 0.d₁…dₖ × 10ⁿ, no zeros at either end.
  private static func shortestDigits(of number: Double) -> (digits: String, exponent: Int) {
    let parts = number.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = mantissa[0]
    let all = whole + (mantissa.count > 1 ? mantissa[1] : "")
    let leadingZeros = all.prefix { $0 == "0" }.count
    var digits = all.dropFirst(leadingZeros)
    while digits.last == "0" { digits.removeLast() }
    let scale = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return (String(digits), whole.count - leadingZeros + scale)
  }
}
