import Content

/// The arithmetic that a job says its results follow, by name, for example `assay-f32-v1`. It is the
/// requestor's word, which statements repeat: nothing here can see how a program calculates.
package struct NumericProfile: Hashable, Sendable {
  /// Every bit of a result is defined; see `Kernels`.
  static let exact = "assay-f32-v1"
  /// Whatever C BLAS the image has: sums in no defined order.
  static let systemBLAS = "blas-f32"

  private static let longest = 64

  /// 1 to 64 of `a-z 0-9 . -`, the first no punctuation.
  package let name: String

  init(reading field: JSONField) throws(FieldError) {
    name = try field.string()
    let units = Array(name.utf8)
    func isWord(_ unit: UInt8) -> Bool { (0x30...0x39) ~= unit || (0x61...0x7A) ~= unit }
    guard (1...Self.longest).contains(units.count), isWord(units[0]),
      units.allSatisfy({ isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
    else {
      throw field.expected("1 to \(Self.longest) of a-z, 0-9, “.” and “-”, a letter or digit first")
    }
  }

  var json: JSON { .string(name) }
}
