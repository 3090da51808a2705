/// Cuts a number of rows into as few pieces as the limit allows, whose heights differ by one at
/// most: thirteen and three rows would leave the multipliers idle, eight and eight do not.
@usableFromInline
package struct EvenRows {
  @usableFromInline var row = 0
  @usableFromInline var height: Int
  /// How many of the pieces, the first ones, are one row higher.
  @usableFromInline var higher: Int
  @usableFromInline var pieces: Int

  @inlinable @inline(__always)
  package init(_ rows: Int, limit: Int) {
    // Most often there is but one piece, and a division takes longer than a row does.
    pieces = rows > limit ? Self.divide(rows &+ limit &- 1, by: limit) : min(rows, 1)
    height = rows > limit ? Self.divide(rows, by: pieces) : rows
    higher = rows &- height &* pieces
  }

  /// Without a sign, numbers take fewer steps to divide.
  @inlinable @inline(__always)
  static func divide(_ rows: Int, by count: Int) -> Int {
    Int(bitPattern: UInt(bitPattern: rows) / UInt(bitPattern: count))
  }

  /// The next pieces of one height: that height, and their number.
  @inlinable @inline(__always)
  package mutating func nextGroup() -> (height: Int, pieces: Int)? {
    guard pieces > 0 else { return nil }
    let group = higher > 0 ? (height &+ 1, higher) : (height, pieces)
    pieces &-= group.1
    higher = 0
    return group
  }

  /// The first row of the next piece, and its number of rows.
  @inlinable @inline(__always)
  package mutating func next() -> (row: Int, height: Int)? {
    guard pieces > 0 else { return nil }
    let count = higher > 0 ? height &+ 1 : height
    let start = row
    row &+= count
    higher &-= 1
    pieces &-= 1
    return (start, count)
  }
}
