package import Jobs
import NumPyFormat

/// What a comparison of two `.npy` files, element by element, came to; symmetrical but for the names.
package enum NumericDifference: Hashable, Sendable {
  /// Arrays of one type and shape, of which no element lies beyond the tolerance.
  case within
  /// As many elements lie beyond the tolerance, and this one farthest.
  case beyond(count: Int, worst: Worst)
  /// Not two arrays of one type and shape: what each is, such as `float32 (2, 3)` or `no array`.
  case unlike(found: String, accepted: String)

  /// The element whose difference is the largest multiple of what it may be, the first of several.
  package struct Worst: Hashable, Sendable {
    /// Its place, a number for each dimension.
    package let index: [Int]
    /// The two values, and what they may differ by, in decimal.
    package let found: String
    package let accepted: String
    package let bound: String
  }

  /// What stands in for the form of bytes that are no array.
  static let noArray = "no array"
}

extension NumericDifference {
  /// Compares two files. What is no `.npy` file of a known type in C order agrees with nothing.
  package init(_ found: [UInt8], _ accepted: [UInt8], tolerance: Tolerance) {
    let (left, right) = (try? NumericArray(npy: found), try? NumericArray(npy: accepted))
    guard let left, let right, left.form == right.form else {
      self = .unlike(
        found: left?.form ?? Self.noArray, accepted: right?.form ?? Self.noArray)
      return
    }
    self.init(left, right, tolerance)
  }

  private init(_ left: NumericArray, _ right: NumericArray, _ tolerance: Tolerance) {
    guard left.data != right.data else {
      self = .within
      return
    }
    var count = 0
    var worst = (excess: 1.0, index: 0)
    for index in 0..<left.shape.count {
      let excess = tolerance.excess(left[index], right[index], of: left.type)
      if excess > 1 { count += 1 }
      if excess > worst.excess { worst = (excess, index) }
    }
    guard count > 0 else {
      self = .within
      return
    }
    let (found, accepted) = (left[worst.index], right[worst.index])
    let bound = tolerance.bound(found, accepted, of: left.type)
    self = .beyond(
      count: count,
      worst: Worst(
        index: left.shape.index(of: worst.index), found: left.type.text(of: found),
        accepted: left.type.text(of: accepted), bound: bound.description))
  }

  /// The same comparison with the names the other way round.
  var reversed: NumericDifference {
    switch self {
    case .within: .within
    case .beyond(let count, let worst):
      .beyond(
        count: count,
        worst: Worst(
          index: worst.index, found: worst.accepted, accepted: worst.found, bound: worst.bound))
    case .unlike(let found, let accepted): .unlike(found: accepted, accepted: found)
    }
  }
}

extension Tolerance {
  /// What two finite elements may differ by.
  fileprivate func bound(_ left: Double, _ right: Double, of type: ElementType) -> Double {
    let smaller = min(left.magnitude, right.magnitude)
    return max(absolute, relative * smaller, Double(ulps) * type.ulp(of: smaller))
  }

  /// The difference as a multiple of what it may be: agreement up to 1. NaN agrees with NaN only, an
  /// infinity with itself only, and the two zeros are equal.
  fileprivate func excess(_ left: Double, _ right: Double, of type: ElementType) -> Double {
    if left == right || (left.isNaN && right.isNaN) { return 0 }
    guard left.isFinite, right.isFinite else { return .infinity }
    let bound = bound(left, right, of: type)
    let difference = (left - right).magnitude
    return difference <= bound ? difference / bound : max(difference / bound, 1.0.nextUp)
  }
}

extension NumericArray {
  /// For example `float32 (2, 3)`.
  fileprivate var form: String { "\(type.name) \(shape)" }
}

extension ElementType {
  /// `value` in as few digits as tell it from its neighbours.
  fileprivate func text(of value: Double) -> String {
    switch self {
    case .float16, .bfloat16, .float32: Float(value).description
    case .float64: value.description
    case .int8, .uint8, .int16, .uint16, .int32, .uint32: Int64(value).description
    }
  }
}

extension Shape {
  /// The place of element number `position` in row-major order.
  fileprivate func index(of position: Int) -> [Int] {
    var rest = position
    var index: [Int] = []
    for dimension in dimensions.reversed() {
      index.append(rest % dimension)
      rest /= dimension
    }
    return index.reversed()
  }
}
