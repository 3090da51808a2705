import Linux
package import Microkernels

/// A right-hand side of eight-bit numbers packed once for many products; it belongs to the level that
/// it was packed for.
@usableFromInline
package final class PackedIntegers: Sendable {
  package let rows: Int
  package let columns: Int
  package let level: Level
  let isSigned: Bool
  private let memory: PageMemory
  private let packing: CellPacking

  /// Packs the matrix that lies in `elements` as `layout` says.
  ///
  /// - Throws: `.dimensions` or `.span` if it does not lie there; `.resources` without memory.
  package init<Element: EightBitInteger>(
    _ elements: Span<Element>, _ layout: Layout, for level: Level
  ) throws(KernelError) {
    try layout.check("right", count: elements.count)
    rows = layout.rows
    columns = layout.columns
    self.level = level
    isSigned = Element.isSigned
    packing = CellPacking(level: IntegerLevel.of(level))
    let count = packing.rightCount(layout) + layout.columns
    let bytes = count * MemoryLayout<Float>.stride
    do throws(SystemError) {
      memory = try PageMemory(count: bytes)
    } catch {
      throw KernelError(.resources, "right", "\(bytes) bytes", expected: "memory: \(error)")
    }
    let target = memory.start.bindMemory(to: Float.self, capacity: count)
    guard rows > 0, columns > 0 else { return }
    elements.withUnsafeBufferPointer { elements in
      let matrix = ByteMatrix(Bytes(elements), layout, else: memory.start)
      packing.packRight(matrix, into: target, .alone)
      guard packing.level.entries.isMixed else { return }
      packing.sumColumns(
        layout, of: target, into: target + packing.rightCount(layout), .alone)
    }
  }

  /// The panels, and what `CellPacking.sumColumns` made of them.
  var operand: PackedRight {
    let layout = Layout(rows: rows, columns: columns)
    let start = memory.start.assumingMemoryBound(to: Float.self)
    return PackedRight(
      panels: packing.panels(layout, at: UnsafePointer(start)),
      sums: UnsafePointer(start + packing.rightCount(layout)), isSigned: isSigned)
  }
}

/// Packed cells of a right-hand side.
struct PackedRight: @unchecked Sendable {
  // As `PackedPanels`.
  let panels: PackedPanels
  /// For each column what raised left-hand numbers have too much, to be added: a whole number in the
  /// bits of a float.
  let sums: UnsafePointer<Float>
  let isSigned: Bool
}
