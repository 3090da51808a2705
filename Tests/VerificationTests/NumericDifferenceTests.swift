import Content
import Jobs
import NumPyFormat
import TestSupport
import Testing
import Verification

/// The comparison of two files, element by element.
@Suite struct NumericDifferenceTests {
  /// A float32 file of this shape, by default a vector.
  static func file(_ values: [Float], shape: [Int]? = nil) throws -> [UInt8] {
    NumericArray.npyBytes(.float32, try Shape(shape ?? [values.count]), values)
  }

  static func tolerance(_ bounds: String) throws -> Tolerance {
    let job = try Fixture(
      redundancy: #""comparator":"numeric","tolerance":{\#(bounds)},"#
    ).job
    return try #require(job.redundancy.comparator.tolerance)
  }

  static let ulps = #""absolute":0,"relative":0,"ulps":2"#
  static let relative = #""absolute":0,"relative":0.01,"ulps":0"#
  static let absolute = #""absolute":0.5,"relative":0,"ulps":0"#

  struct Row: Sendable, CustomTestStringConvertible {
    let bounds: String
    let left: Float
    let right: Float
    let agrees: Bool
    var testDescription: String { "\(left) and \(right) by \(bounds)" }
  }

  static let rows = [
    Row(bounds: ulps, left: 1, right: 1.0000002, agrees: true),
    Row(bounds: ulps, left: 1, right: 1.0000004, agrees: false),
    Row(bounds: ulps, left: 0, right: Float(bitPattern: 2), agrees: true),
    Row(bounds: ulps, left: 0, right: Float(bitPattern: 3), agrees: false),
    // Below a power of two, units are half as large; the smaller magnitude counts.
    Row(bounds: ulps, left: 1 - 0x1p-24, right: 1 + 0x1p-23, agrees: false),
    Row(bounds: relative, left: 100, right: 101, agrees: true),
    Row(bounds: relative, left: 100, right: 101.01, agrees: false),
    Row(bounds: relative, left: -100, right: 100, agrees: false),
    Row(bounds: relative, left: 0, right: 0x1p-149, agrees: false),
    Row(bounds: absolute, left: -0.25, right: 0.25, agrees: true),
    Row(bounds: absolute, left: -0.25, right: 0.3, agrees: false),
    Row(bounds: absolute, left: 0, right: -0.0, agrees: true),
    Row(bounds: absolute, left: .nan, right: -.nan, agrees: true),
    Row(bounds: absolute, left: .nan, right: 0, agrees: false),
    Row(bounds: absolute, left: .infinity, right: .infinity, agrees: true),
    Row(bounds: absolute, left: .infinity, right: -.infinity, agrees: false),
    Row(bounds: absolute, left: .infinity, right: .greatestFiniteMagnitude, agrees: false),
    Row(
      bounds: relative, left: .greatestFiniteMagnitude, right: -.greatestFiniteMagnitude,
      agrees: false),
  ]

  @Test("Two elements agree within the tolerance, whichever comes first", arguments: rows)
  func elements(row: Row) throws {
    let tolerance = try Self.tolerance(row.bounds)
    let (left, right) = (try Self.file([7, row.left]), try Self.file([7, row.right]))
    for (found, accepted) in [(left, right), (right, left)] {
      let difference = NumericDifference(found, accepted, tolerance: tolerance)
      #expect((difference == .within) == row.agrees, "\(difference)")
    }
  }

  @Test("The worst element is named, with its place, both values and the bound")
  func worst() throws {
    let difference = NumericDifference(
      try Self.file([0, 1, 9, 3, 4, 5.75], shape: [2, 3]),
      try Self.file([0, 2, 2, 3, 4, 5.5], shape: [2, 3]),
      tolerance: try Self.tolerance(Self.absolute))
    #expect(
      difference.description
        == "2 elements beyond the tolerance, worst [0, 2]: 9.0 instead of 2.0, at most 0.5 apart")
  }

  @Test("Another shape or type, and what is no array, agree with nothing")
  func unlike() throws {
    let tolerance = try Self.tolerance(Self.absolute)
    let plain = try Self.file([1, 2, 3, 4])
    let integers = NumericArray.npyBytes(.int32, try Shape([4]), [1, 2, 3, 4] as [Int32])
    let others = [
      (try Self.file([1, 2, 3, 4], shape: [2, 2]), "float32 (2, 2)"), (integers, "int32 (4,)"),
      (plain.dropLast(1) + [], "no array"), (Array("text".utf8), "no array"), ([], "no array"),
    ]
    for (other, form) in others {
      #expect(
        NumericDifference(other, plain, tolerance: tolerance)
          == .unlike(found: form, accepted: "float32 (4,)"))
    }
    #expect(
      NumericDifference([1], [2], tolerance: tolerance)
        == .unlike(found: "no array", accepted: "no array"))
  }

  @Test("Damaged files are compared or refused, never worse")
  func damage() throws {
    let tolerance = try Self.tolerance(Self.absolute)
    let plain = try Self.file([1, 2, 3, 4, 5, 6], shape: [2, 3])
    var random = SeededGenerator()
    for round in 0..<SeededGenerator.rounds(5000, long: 1_000_000) {
      let mutated = random.mutation(of: plain)
      let difference = NumericDifference(mutated, plain, tolerance: tolerance)
      if mutated == plain { #expect(difference == .within, "seed \(random.seed), round \(round)") }
    }
  }
}
