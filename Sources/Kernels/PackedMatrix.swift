import Linux
package import Microkernels

/// A right-hand side packed once for many products, as weights are.
///
/// Panel after panel of the level's width, each `rows` deep, padded with zeros; it belongs to the
/// level that it was packed for.
package final class PackedMatrix: Sendable {
  package let rows: Int
  package let columns: Int
  /// The level whose panels these are.
  package let level: Level
  private let memory: PageMemory

  /// Packs the matrix that lies in `elements` as `layout` says.
  ///
  /// - Throws: `.dimensions` or `.span` if it does not lie there; `.resources` without memory.
  package init(
    _ elements: Span<Float>, _ layout: Layout, for level: Level
  ) throws(KernelError) {
    try layout.check("right", count: elements.count)
    rows = layout.rows
    columns = layout.columns
    self.level = level
    let padded = Blocking.roundUp(columns, to: level.panelWidth)
    let bytes = padded * rows * MemoryLayout<Float>.stride
    do throws(SystemError) {
      memory = try PageMemory(count: bytes)
    } catch {
      throw KernelError(.resources, "right", "\(bytes) bytes", expected: "memory: \(error)")
    }
    guard rows > 0, columns > 0 else { return }
    let target = memory.start.bindMemory(to: Float.self, capacity: padded * rows)
    elements.withUnsafeBufferPointer { elements in
      guard let source = elements.baseAddress else { return }
      let whole = RightBlock(
        in: target, width: level.panelWidth, step: 0, depth: rows, column: 0, columns: columns)
      whole.pack(
        source, layout, level, into: target, .alone)
    }
  }

  var panels: PackedPanels {
    PackedPanels(
      start: UnsafePointer(memory.start.assumingMemoryBound(to: Float.self)),
      width: level.panelWidth, panelStride: level.panelWidth * rows)
  }
}
