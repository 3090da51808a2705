/// A product of blocks small enough for the caches: C (+)= A·B. Strides are in floats.
///
/// Element (i, k) of A is at `left[i × leftRow + k × leftStep]`, so a transposed A differs in its
/// strides only. B is cut into panels of a level's `panelWidth` columns: element (k, j) of panel p
/// is at `right[p × rightPanel + k × rightStep + j]`. An unpacked row-major B is such a B as well.
@usableFromInline
package struct ProductBlock {
  @usableFromInline package var rows: Int
  @usableFromInline package var columns: Int
  @usableFromInline package var depth: Int
  @usableFromInline package var left: UnsafePointer<Float>
  @usableFromInline package var leftRow: Int
  @usableFromInline package var leftStep: Int
  @usableFromInline package var right: UnsafePointer<Float>
  @usableFromInline package var rightStep: Int
  @usableFromInline package var rightPanel: Int
  /// The last panel, if `columns` is no multiple of the level's vector: padded with zeros to a whole
  /// number of vectors, since whole vectors are read. Nil where B is not packed, has at least a
  /// vector's columns, and nothing is continued: the last columns are then computed together with
  /// some before them, which get the same values twice.
  @usableFromInline package var edge: UnsafePointer<Float>?
  @usableFromInline package var edgeStep: Int
  @usableFromInline package var target: UnsafeMutablePointer<Float>
  @usableFromInline package var targetRow: Int
  /// Where the chains start: element (i, j) at `start[i × startRow + j]`; nil for zero.
  @usableFromInline package var start: UnsafePointer<Float>?
  @usableFromInline package var startRow: Int
  /// Whether tiles ask for B before they read it: its panels follow one another in memory, lie in no
  /// near cache, and are there sooner so.
  @usableFromInline package var isStreamed = false
  /// Room for the panels of a B that is not packed yet: the tiles that read it first copy it there, for
  /// those below. Then `right` has rows `rightStep` apart, and `columns` are a multiple of the level's
  /// `copyWidth`. Nil where `right` is used as it is.
  @usableFromInline package var copy: UnsafeMutablePointer<Float>?

  @inlinable @inline(__always)
  package init(
    rows: Int, columns: Int, depth: Int, left: UnsafePointer<Float>, leftRow: Int, leftStep: Int,
    right: UnsafePointer<Float>, rightStep: Int, rightPanel: Int, edge: UnsafePointer<Float>?,
    edgeStep: Int, target: UnsafeMutablePointer<Float>, targetRow: Int, start: ChainStart
  ) {
    self.rows = rows
    self.columns = columns
    self.depth = depth
    self.left = left
    self.leftRow = leftRow
    self.leftStep = leftStep
    self.right = right
    self.rightStep = rightStep
    self.rightPanel = rightPanel
    self.edge = edge
    self.edgeStep = edgeStep
    self.target = target
    self.targetRow = targetRow
    switch start {
    case .zero: (self.start, startRow) = (nil, 0)
    case .target: (self.start, startRow) = (UnsafePointer(target), targetRow)
    case .row(let row): (self.start, startRow) = (row, 0)
    }
  }

  /// The block that an entry point was given the address of.
  @inlinable @inline(__always)
  package static func at(_ address: UnsafeRawPointer) -> UnsafePointer<ProductBlock> {
    address.assumingMemoryBound(to: ProductBlock.self)
  }

  /// How many rows to take at a time, a multiple of `height`, if B is in a near cache but not all of A:
  /// all rows at once would fetch it from farther away for each panel of B. Nil for all at once.
  @inlinable @inline(__always)
  package func rowsAtATime(of height: Int) -> Int? {
    guard !isStreamed, rows &* depth > 128 << 10 else { return nil }
    return max(1, (48 << 10) / (depth &* height)) &* height
  }

  /// The part of this block that begins with a row.
  @inlinable @inline(__always)
  package func from(row: Int, rows: Int) -> ProductBlock {
    var part = self
    part.rows = rows
    part.left += row &* leftRow
    part.target += row &* targetRow
    part.start = start.map { $0 + row &* startRow }
    return part
  }
}
