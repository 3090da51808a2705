/// What the elements of an array are, as the header's `descr` spells it; all little-endian.
package enum ElementType: String, CaseIterable, Sendable {
  case float16 = "<f2"
  case float32 = "<f4"
  case float64 = "<f8"
  /// The upper half of a float32. NumPy has no such type of its own: it writes what the package
  /// ml_dtypes calls bfloat16 as two bytes of no meaning, and reads them back as such.
  case bfloat16 = "<V2"
  case int8 = "|i1"
  case uint8 = "|u1"
  case int16 = "<i2"
  case uint16 = "<u2"
  case int32 = "<i4"
  case uint32 = "<u4"

  /// The type that `descr` spells; nil for every other.
  package init?(descr: String) {
    // What has been read as bytes without meaning is written with another prefix.
    self.init(rawValue: descr == "|V2" ? ElementType.bfloat16.rawValue : descr)
  }

  /// Bytes of one element.
  package var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64: 8
    }
  }

  /// The name that NumPy, or ml_dtypes, gives it.
  package var name: String {
    switch self {
    case .float16: "float16"
    case .float32: "float32"
    case .float64: "float64"
    case .bfloat16: "bfloat16"
    case .int8: "int8"
    case .uint8: "uint8"
    case .int16: "int16"
    case .uint16: "uint16"
    case .int32: "int32"
    case .uint32: "uint32"
    }
  }

  /// The distance between neighbours of `magnitude` in this type; 0 for integers.
  package func ulp(of magnitude: Double) -> Double {
    guard let (precision, least) = binaryForm, magnitude.isFinite else { return 0 }
    let exponent = magnitude == 0 ? least : max(Int(magnitude.exponent), least)
    return Double(sign: .plus, exponent: exponent - precision, significand: 1)
  }

  /// Bits of the fraction, and the exponent of the smallest normal number.
  private var binaryForm: (precision: Int, least: Int)? {
    switch self {
    case .float16: (10, -14)
    case .float32: (23, -126)
    case .float64: (52, -1022)
    case .bfloat16: (7, -126)
    case .int8, .uint8, .int16, .uint16, .int32, .uint32: nil
    }
  }
}
