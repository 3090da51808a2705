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
    let units = text.utf8
    guard units.count <= Self.largestSize else { return nil }
    let components = units.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard components.count <= Self.deepest,
      components.allSatisfy({ Self.isComponent(Array($0)) })
    else { return nil }
    self.text = text
  }

  private static func isComponent(_ units: [UInt8]) -> Bool {
    let dot = UInt8(ascii: ".")
    guard (1...largestComponent).contains(units.count), units != [dot], units != [dot, dot] else {
      return false
    }
    return units.allSatisfy { unit in
      switch unit {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), dot, UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }

  package var description: String { text }

  package static func < (left: RelativePath, right: RelativePath) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
