public import CVector

/// What a tile does for others while it multiplies, so that caches fill at the pace of the
/// multiplications instead of in bursts that these would have to wait for.
@usableFromInline
package protocol Errand {
  /// Floats from one k of B to the next, and from panel to panel, as the tile reads it.
  func rightStep(of block: UnsafePointer<ProductBlock>) -> Int
  func rightPanel(of block: UnsafePointer<ProductBlock>) -> Int

  /// Takes `depth` steps of a tile's chains, after which `steps` has moved on by as many.
  func multiply<T: Tile, Strides: TileStrides>(
    _ tile: inout T, _ strides: Strides, _ steps: inout TileSteps, _ depth: Int,
    above target: UnsafeMutablePointer<Float>)
}

extension Errand {
  @inlinable package func rightStep(of block: UnsafePointer<ProductBlock>) -> Int {
    block.pointee.rightStep
  }
  @inlinable package func rightPanel(of block: UnsafePointer<ProductBlock>) -> Int {
    block.pointee.rightPanel
  }
}

/// Nothing: most operands are near.
@usableFromInline
package struct NoErrand: Errand {
  @inlinable @inline(__always)
  package init() {}

  @inlinable @inline(__always)
  package func multiply<T: Tile, Strides: TileStrides>(
    _ tile: inout T, _ strides: Strides, _ steps: inout TileSteps, _ depth: Int,
    above target: UnsafeMutablePointer<Float>
  ) {
    let (leftStep, rightStep) = (strides.leftStep, strides.rightStep)
    let rightPanel = strides.rightPanel
    var remaining = depth
    if Strides.isDense {
      steps.takeFours(&tile, strides, rightStep: rightStep, &remaining)
    } else if T.Width.isShort, leftStep == 1, rightStep == T.Width.panelWidth {
      // The step as a constant.
      steps.takeFours(&tile, strides, rightStep: T.Width.panelWidth, &remaining)
    }
    while remaining != 0 {
      steps.take(&tile, T.Width(loading: steps.right, panel: rightPanel), leftStep, rightStep)
      remaining &-= 1
    }
  }
}

/// Asks for what will be read of B later.
@usableFromInline
package struct AskForRight: Errand {
  /// Where that begins, after the tile's own start in B.
  @usableFromInline let ahead: Int
  /// How much further it is with each k.
  @usableFromInline let aheadStep: Int

  @inlinable @inline(__always)
  package init(ahead: Int, aheadStep: Int) {
    self.ahead = ahead
    self.aheadStep = aheadStep
  }

  @inlinable @inline(__always)
  package func multiply<T: Tile, Strides: TileStrides>(
    _ tile: inout T, _ strides: Strides, _ steps: inout TileSteps, _ depth: Int,
    above target: UnsafeMutablePointer<Float>
  ) {
    let (leftStep, rightStep) = (strides.leftStep, strides.rightStep)
    let rightPanel = strides.rightPanel
    var place = steps.right + ahead
    var remaining = depth
    while remaining != 0 {
      T.Width.prefetch(place, panel: rightPanel)
      place = assay_opaque_pointer(place + aheadStep)
      steps.take(&tile, T.Width(loading: steps.right, panel: rightPanel), leftStep, rightStep)
      remaining &-= 1
    }
  }
}

/// Copies B into panels, and asks for its next rows.
@usableFromInline
package struct CopyRight<Width: Line>: Errand {
  @usableFromInline let copy: UnsafeMutablePointer<Float>

  @inlinable @inline(__always)
  package init(to copy: UnsafeMutablePointer<Float>) {
    self.copy = copy
  }

  /// Panels of a B that is not packed lie side by side.
  @inlinable package func rightPanel(of block: UnsafePointer<ProductBlock>) -> Int {
    Width.panelWidth
  }

  @inlinable @inline(__always)
  package func multiply<T: Tile, Strides: TileStrides>(
    _ tile: inout T, _ strides: Strides, _ steps: inout TileSteps, _ depth: Int,
    above target: UnsafeMutablePointer<Float>
  ) {
    let (leftStep, rightStep) = (strides.leftStep, strides.rightStep)
    let rightPanel = strides.rightPanel
    let copyStep = Width.panelWidth
    let copyPanel = depth &* copyStep
    var (place, copy) = (steps.right + Self.rowsAhead &* rightStep, copy)
    var remaining = depth
    while remaining != 0 {
      let line = T.Width(loading: steps.right, panel: rightPanel)
      line.store(to: copy, panel: copyPanel)
      copy += copyStep
      for column in stride(from: 0, to: T.Width.count, by: Microkernel.cacheLine) {
        assay_prefetch(place + column)
      }
      place = assay_opaque_pointer(place + rightStep)
      steps.take(&tile, line, leftStep, rightStep)
      remaining &-= 1
    }
  }

  /// In the time of so many rows memory answers.
  @inlinable @inline(__always) static var rowsAhead: Int { 16 }
}

/// Reads what `CopyRight` wrote, and asks for the rows of A, which are without gaps, shortly before they
/// are read, and for C of the tile below.
@usableFromInline
package struct AskAhead<Width: Line>: Errand {
  /// How many rows further down the rows of A are that are read next; none where a tile beside this one
  /// needs the same rows.
  @usableFromInline let leftRows: Int

  @inlinable @inline(__always)
  package init(leftRows: Int) {
    self.leftRows = leftRows
  }

  @inlinable package func rightStep(of block: UnsafePointer<ProductBlock>) -> Int {
    Width.panelWidth
  }
  @inlinable package func rightPanel(of block: UnsafePointer<ProductBlock>) -> Int {
    block.pointee.depth &* rightStep(of: block)
  }

  /// While the steps of a cache line of A are taken, each of the first of them asks for a line of one row
  /// further on: of this tile's rows, and of the next ones towards the end.
  @inlinable @inline(__always)
  package func multiply<T: Tile, Strides: TileStrides>(
    _ tile: inout T, _ strides: Strides, _ steps: inout TileSteps, _ depth: Int,
    above target: UnsafeMutablePointer<Float>
  ) {
    let leftRow = strides.leftRow
    let rightStep = strides.rightStep
    let rightPanel = strides.rightPanel
    let line = Microkernel.cacheLine
    let reach = min(Self.linesAhead &* line, depth)
    let reachBelow = leftRows &* leftRow &+ reach &- depth
    var below = LinesBelow<T>(target, stride: strides.targetRow, pieces: depth / line)
    var remaining = depth
    while remaining >= line {
      var row = steps.left.rows0 + (remaining > reach ? reach : reachBelow)
      for _ in 0..<T.rows {
        assay_prefetch_near(row)
        row = assay_opaque_pointer(row + leftRow)
        steps.take(&tile, T.Width(loading: steps.right, panel: rightPanel), 1, rightStep)
      }
      for _ in T.rows..<line {
        steps.take(&tile, T.Width(loading: steps.right, panel: rightPanel), 1, rightStep)
      }
      remaining &-= line
      below.askForPiece()
    }
    NoErrand().multiply(&tile, strides, &steps, remaining, above: target)
  }

  /// In the time of so many cache lines of A memory answers, even where others use it as well. Much more
  /// would not stay in the first-level cache, through which B flows.
  @inlinable @inline(__always) static var linesAhead: Int { 12 }
}

/// The cache lines of C that the tile below begins with, asked for at an even pace.
@usableFromInline
struct LinesBelow<T: Tile> {
  @usableFromInline let start: UnsafeMutablePointer<Float>
  @usableFromInline let stride: Int
  @usableFromInline let linesOfPiece: Int
  @usableFromInline var next = 0

  /// - Parameter pieces: how often a piece will be asked for.
  @inlinable @inline(__always)
  init(_ target: UnsafeMutablePointer<Float>, stride: Int, pieces: Int) {
    start = target + T.rows &* stride
    self.stride = stride
    linesOfPiece = (Self.count &+ pieces &- 1) / max(1, pieces)
  }

  @inlinable @inline(__always)
  mutating func askForPiece() {
    let end = min(next &+ linesOfPiece, Self.count)
    while next < end {
      let (row, line) = next.quotientAndRemainder(dividingBy: Self.linesOfRow)
      assay_prefetch(start + row &* stride + line &* Microkernel.cacheLine)
      next &+= 1
    }
  }

  /// One more than a row fills, since rows begin anywhere in a line.
  @inlinable @inline(__always) static var linesOfRow: Int {
    T.Width.count / Microkernel.cacheLine &+ 1
  }
  @inlinable @inline(__always) static var count: Int { T.rows &* linesOfRow }
}

extension Microkernel {
  /// Floats of a cache line.
  @inlinable @inline(__always) static var cacheLine: Int { 16 }
}
