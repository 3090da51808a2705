import Content

/// By how much two elements may differ: by the largest of three bounds.
///
/// The relative bound and the units in the last place are taken of the smaller magnitude of the two,
/// so that the comparison is symmetrical and a large wrong number does not widen its own bound.
package struct Tolerance: Hashable, Sendable {
  /// A difference that is always allowed; 0 or more, finite.
  package let absolute: Double
  /// A share of the smaller magnitude; from 0 to 1, 1 itself excluded.
  package let relative: Double
  /// Units in the last place of the elements' type, at the smaller magnitude; for floats only.
  package let ulps: Int

  private static let names = ["absolute", "relative", "ulps"]
  private static let mostUlps: Int64 = 1 << 20

  /// Reads a job's `redundancy.tolerance`; bounds that are left out are 0, not all of them may be.
  init(declared field: JSONField) throws(FieldError) {
    let members = try field.object(Self.names)
    absolute = try members["absolute"].optional(Self.absolute) ?? 0
    relative = try members["relative"].optional(Self.relative) ?? 0
    ulps = try members["ulps"].optional(Self.ulps) ?? 0
    guard absolute > 0 || relative > 0 || ulps > 0 else {
      throw field.expected(
        "“absolute”, “relative” or “ulps” above 0; where nothing may differ, take the comparator "
          + "“digest”")
    }
  }

  var json: JSON {
    .object([
      "absolute": .number(absolute), "relative": .number(relative), "ulps": .integer(Int64(ulps)),
    ])
  }

  private static func absolute(_ field: JSONField) throws(FieldError) -> Double {
    let value = try field.number()
    guard value >= 0, value.isFinite else { throw field.expected("a number of 0 or more") }
    // A negative zero would be a second way to write the same.
    return value.magnitude
  }

  private static func relative(_ field: JSONField) throws(FieldError) -> Double {
    let value = try field.number()
    guard (0..<1).contains(value) else { throw field.expected("a number from 0 to below 1") }
    return value.magnitude
  }

  private static func ulps(_ field: JSONField) throws(FieldError) -> Int {
    Int(try field.integer(in: 0...mostUlps))
  }
}
