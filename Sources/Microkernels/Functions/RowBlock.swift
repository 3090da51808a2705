/// Rows in memory, one after the other without gaps, what is computed of each by itself, and where
/// the results go.
@frozen @usableFromInline
package struct RowBlock {
  @usableFromInline package var source: UnsafePointer<Float>
  @usableFromInline package var target: UnsafeMutablePointer<Float>
  @usableFromInline package var rows: Int
  @usableFromInline package var columns: Int
  /// The operation's other operands, where it has any.
  @usableFromInline package var first: UnsafePointer<Float>
  @usableFromInline package var second: UnsafePointer<Float>
  /// Added to a variance or mean square.
  @usableFromInline package var epsilon: Float

  @inlinable
  package init(
    source: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>, rows: Int, columns: Int,
    first: UnsafePointer<Float>, second: UnsafePointer<Float>, epsilon: Float
  ) {
    self.source = source
    self.target = target
    self.rows = rows
    self.columns = columns
    self.first = first
    self.second = second
    self.epsilon = epsilon
  }
}
