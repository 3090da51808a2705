public import CVector

/// Some rows of four columns, each vector four rows of them: where few columns are left over, vectors
/// along a row would be empty for the most part.
@usableFromInline
package protocol Corner {
  /// Number of rows.
  static var rows: Int { get }

  /// All zero, with rows of A from `left` on.
  init(_ left: UnsafePointer<Float>, stride: Int)

  /// The next four elements of each row of A, whose rows are without gaps.
  func quads(stride: Int) -> Self

  /// One step of every chain, with the elements at `place`, 0 to 3, of each quad, and four of B.
  mutating func step(_ quads: Self, place: Int, _ right: UnsafePointer<Float>)

  /// Goes to another k.
  mutating func advance(by steps: Int)

  /// Writes the rows to `target`, `stride` floats apart.
  func store(to target: UnsafeMutablePointer<Float>, stride: Int)

  /// One vector that has a NaN if any element is one. Infinities of both signs give one too.
  var folded: SIMD16<Float> { get }
}

/// Thirty-two rows: eight vectors are as many as keep two multipliers busy.
@usableFromInline
package typealias LargeCorner = CornerPair<SmallCorner, SmallCorner>
/// Thirty-six rows, for four that would be left over.
@usableFromInline
package typealias LargestCorner = CornerPair<LargeCorner, CornerRows>

extension Corner {
  /// Computes a corner, whose chains have four steps or more.
  @inlinable @inline(__always)
  package static func run(_ chain: TileChain, _ strides: DenseStrides) {
    let stride = strides.leftRow
    var corner = Self(chain.left, stride: stride)
    var right = chain.right
    let rightStep = strides.rightStep
    var remaining = strides.depth
    while remaining >= 4 {
      let quads = corner.quads(stride: stride)
      corner.step(quads, place: 0, right)
      corner.step(quads, place: 1, right + rightStep)
      corner.step(quads, place: 2, right + 2 &* rightStep)
      corner.step(quads, place: 3, right + 3 &* rightStep)
      corner.advance(by: 4)
      right = assay_opaque_pointer(right + 4 &* rightStep)
      remaining &-= 4
    }
    if remaining > 0 {
      // Behind the last element of A there may be nothing to read; those before it were read already.
      corner.advance(by: remaining &- 4)
      let quads = corner.quads(stride: stride)
      for place in 4 &- remaining..<4 {
        corner.step(quads, place: place, right)
        right += rightStep
      }
    }
    corner.store(to: chain.target, stride: strides.targetRow)
    if corner.folded.hasNaN {
      canonicalize(chain.target, rows: rows, columns: 4, stride: strides.targetRow)
    }
  }
}

/// Four rows, in one vector.
@usableFromInline
package struct CornerRows: Corner {
  @usableFromInline var lanes = SIMD16<Float>()
  @usableFromInline var left: UnsafePointer<Float>

  @inlinable package static var rows: Int { 4 }

  @inlinable @inline(__always)
  package init(_ left: UnsafePointer<Float>, stride: Int) {
    self.left = left
  }

  @inlinable @inline(__always)
  package func quads(stride: Int) -> CornerRows {
    var quads = self
    quads.lanes = assay_join_quads(left, stride)
    return quads
  }

  @inlinable @inline(__always)
  package mutating func step(_ quads: CornerRows, place: Int, _ right: UnsafePointer<Float>) {
    lanes = lanes.addingProduct(
      assay_spread_quad(quads.lanes, place), assay_repeat_quad(right))
  }

  @inlinable @inline(__always)
  package mutating func advance(by steps: Int) {
    left = assay_opaque_pointer(left + steps)
  }

  @inlinable @inline(__always)
  package func store(to target: UnsafeMutablePointer<Float>, stride: Int) {
    assay_part_quads(lanes, target, stride)
  }

  @inlinable @inline(__always) package var folded: SIMD16<Float> { lanes }
}

/// Sixteen rows, in a vector for each column: half as many shuffles as in a vector for each four rows.
@usableFromInline
package struct SmallCorner: Corner {
  /// Vectors of one column of C; or of one k each, of A. Of four rows the first are in the first four
  /// lanes, and so on.
  @usableFromInline var vector0 = SIMD16<Float>()
  @usableFromInline var vector1 = SIMD16<Float>()
  @usableFromInline var vector2 = SIMD16<Float>()
  @usableFromInline var vector3 = SIMD16<Float>()
  @usableFromInline var left: LeftColumn

  @inlinable package static var rows: Int { 16 }

  @inlinable @inline(__always)
  package init(_ left: UnsafePointer<Float>, stride: Int) {
    self.left = LeftColumn(at: left, stride: stride)
  }

  @inlinable @inline(__always)
  package func quads(stride: Int) -> SmallCorner {
    var quads = self
    quads.vector0 = assay_join_quads(left.rows0, stride)
    quads.vector1 = assay_join_quads(left.rows4, stride)
    quads.vector2 = assay_join_quads(left.rows8, stride)
    quads.vector3 = assay_join_quads(left.rows12, stride)
    quads.transpose()
    return quads
  }

  /// Exchanges vectors and lanes within each four: element i of each four of vector j becomes element j
  /// of that four of vector i.
  @inlinable @inline(__always)
  mutating func transpose() {
    let low0 = assay_interleave_low(vector0, vector1)
    let high0 = assay_interleave_high(vector0, vector1)
    let low2 = assay_interleave_low(vector2, vector3)
    let high2 = assay_interleave_high(vector2, vector3)
    vector0 = assay_join_low(low0, low2)
    vector1 = assay_join_high(low0, low2)
    vector2 = assay_join_low(high0, high2)
    vector3 = assay_join_high(high0, high2)
  }

  @inlinable @inline(__always)
  package mutating func step(_ quads: SmallCorner, place: Int, _ right: UnsafePointer<Float>) {
    let column =
      switch place {
      case 0: quads.vector0
      case 1: quads.vector1
      case 2: quads.vector2
      default: quads.vector3
      }
    vector0 = vector0.addingProduct(SIMD16(repeating: right[0]), column)
    vector1 = vector1.addingProduct(SIMD16(repeating: right[1]), column)
    vector2 = vector2.addingProduct(SIMD16(repeating: right[2]), column)
    vector3 = vector3.addingProduct(SIMD16(repeating: right[3]), column)
  }

  @inlinable @inline(__always)
  package mutating func advance(by steps: Int) {
    left.advance(by: steps)
  }

  @inlinable @inline(__always)
  package func store(to target: UnsafeMutablePointer<Float>, stride: Int) {
    var rows = self
    rows.transpose()
    assay_part_quads(rows.vector0, target, stride)
    assay_part_quads(rows.vector1, target + 4 &* stride, stride)
    assay_part_quads(rows.vector2, target + 8 &* stride, stride)
    assay_part_quads(rows.vector3, target + 12 &* stride, stride)
  }

  @inlinable @inline(__always) package var folded: SIMD16<Float> {
    (vector0 + vector1) + (vector2 + vector3)
  }
}

/// Two corners, one above the other.
@usableFromInline
package struct CornerPair<Upper: Corner, Lower: Corner>: Corner {
  @usableFromInline var upper: Upper
  @usableFromInline var lower: Lower

  @inlinable package static var rows: Int { Upper.rows + Lower.rows }

  @inlinable @inline(__always)
  init(upper: Upper, lower: Lower) {
    self.upper = upper
    self.lower = lower
  }

  @inlinable @inline(__always)
  package init(_ left: UnsafePointer<Float>, stride: Int) {
    upper = Upper(left, stride: stride)
    lower = Lower(left + Upper.rows &* stride, stride: stride)
  }

  @inlinable @inline(__always)
  package func quads(stride: Int) -> CornerPair {
    CornerPair(upper: upper.quads(stride: stride), lower: lower.quads(stride: stride))
  }

  @inlinable @inline(__always)
  package mutating func step(_ quads: CornerPair, place: Int, _ right: UnsafePointer<Float>) {
    upper.step(quads.upper, place: place, right)
    lower.step(quads.lower, place: place, right)
  }

  @inlinable @inline(__always)
  package mutating func advance(by steps: Int) {
    upper.advance(by: steps)
    lower.advance(by: steps)
  }

  @inlinable @inline(__always)
  package func store(to target: UnsafeMutablePointer<Float>, stride: Int) {
    upper.store(to: target, stride: stride)
    lower.store(to: target + Upper.rows &* stride, stride: stride)
  }

  @inlinable @inline(__always) package var folded: SIMD16<Float> { upper.folded + lower.folded }
}
