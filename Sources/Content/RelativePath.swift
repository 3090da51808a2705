/// The name of an input or output: a path that stays below its root on every system.
///
/// Components of `A–Z a–z 0–9 . _ -`, joined by `/`; none is empty, `.` or `..`; at most 255 bytes
/// each, 1,024 in all, 32 levels.
package struct RelativePath: Hashable, Comparable, Sendable, CustomStringConvertible {
  package static let rule =
    "a relative path of at most 1024 bytes and 32 levels, made of letters, digits, “.”, “_”, “-” "
    + "and “/”, without empty, “.” or “..” components"

  private static let largestSize = 1024
  private static let largestComponent = 255
  private static let deepest = 32

  package let text: String

  /// Nil for anything else than such a path.
  package init?(_ text: String) {
    guard Self.isValid(text) else { return nil }
    self.text = text
  }

  /// Whether `text` without its first `offset` bytes is such a path.
  package static func isValid(_ text: String, from offset: Int = 0) -> Bool {
    let units = text.utf8Span.span
    guard units.count - offset <= largestSize else { return false }
    var (depth, length, dots) = (1, 0, 0)
    for index in offset..<max(offset, units.count) {
      if units[index] == UInt8(ascii: "/") {
        guard isComponent(length: length, dots: dots) else { return false }
        (depth, length, dots) = (depth + 1, 0, 0)
      } else {
        guard isAllowed(units[index]) else { return false }
        length += 1
        dots += units[index] == UInt8(ascii: ".") ? 1 : 0
      }
    }
    return depth <= deepest && isComponent(length: length, dots: dots)
  }

  /// Neither empty, nor too long, nor one or two dots and nothing else.
  private static func isComponent(length: Int, dots: Int) -> Bool {
    (1...largestComponent).contains(length) && (length > dots || length > 2)
  }

  private static func isAllowed(_ unit: UInt8) -> Bool {
    switch unit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  package var description: String { text }

  package static func < (left: RelativePath, right: RelativePath) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
