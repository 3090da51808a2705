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
    while Strides.isDense && remaining >= 4 {
      steps.takeFour(&tile, strides)
      remaining &-= 4
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
    Width.count / Width.panels
  }

  @inlinable @inline(__always)
  package func multiply<T: Tile, Strides: TileStrides>(
    _ tile: inout T, _ strides: Strides, _ steps: inout TileSteps, _ depth: Int,
    above target: UnsafeMutablePointer<Float>
  ) {
    let (leftStep, rightStep) = (strides.leftStep, strides.rightStep)
    let rightPanel = strides.rightPanel
    let copyStep = Width.count / Width.panels
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

/// Reads what `CopyRight` wrote, and asks for the rows of A of the tile below, which are without gaps,
/// and for C.
@usableFromInline
package struct AskForBelow<Width: Line>: Errand {
  /// How many rows further down those of A are; none where a tile beside this one needs the same rows.
  @usableFromInline let leftRows: Int

  @inlinable @inline(__always)
  package init(leftRows: Int) {
    self.leftRows = leftRows
  }

  @inlinable package func rightStep(of block: UnsafePointer<ProductBlock>) -> Int {
    Width.count / Width.panels
  }
  @inlinable package func rightPanel(of block: UnsafePointer<ProductBlock>) -> Int {
    block.pointee.depth &* rightStep(of: block)
  }

  /// While the steps of a cache line of A are taken, each of the first of them asks for that line of one
  /// row below; and shortly before the end for C.
  @inlinable @inline(__always)
  package func multiply<T: Tile, Strides: TileStrides>(
    _ tile: inout T, _ strides: Strides, _ steps: inout TileSteps, _ depth: Int,
    above target: UnsafeMutablePointer<Float>
  ) {
    let (leftRow, targetRow) = (strides.leftRow, strides.targetRow)
    let rightStep = strides.rightStep
    let rightPanel = strides.rightPanel
    let line = Microkernel.cacheLine
    var below = steps.left.rows0 + leftRows &* leftRow
    var remaining = depth
    while remaining >= line {
      var row = below
      for _ in 0..<T.rows {
        assay_prefetch(row)
        row = assay_opaque_pointer(row + leftRow)
        steps.take(&tile, T.Width(loading: steps.right, panel: rightPanel), 1, rightStep)
      }
      for _ in T.rows..<line {
        steps.take(&tile, T.Width(loading: steps.right, panel: rightPanel), 1, rightStep)
      }
      below += line
      remaining &-= line
      let ahead = remaining / line &- Self.linesBeforeEnd
      if ahead >= 0 && ahead &* line < Width.count {
        // Of this tile's rows of C, and of those that the next may read first of all.
        ask(forRows: 2 &* T.rows, at: target + ahead &* line, stride: targetRow)
      }
    }
    NoErrand().multiply(&tile, strides, &steps, remaining, above: target)
  }

  @inlinable @inline(__always)
  func ask(forRows rows: Int, at start: UnsafeMutablePointer<Float>, stride: Int) {
    for row in 0..<rows { assay_prefetch_to_write(start + row &* stride) }
  }

  /// In the time of so many cache lines of A memory answers.
  @inlinable @inline(__always) static var linesBeforeEnd: Int { 8 }
}

extension Microkernel {
  /// Floats of a cache line.
  @inlinable @inline(__always) static var cacheLine: Int { 16 }
}
