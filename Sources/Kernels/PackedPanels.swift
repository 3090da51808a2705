/// The panels of a right-hand side that was packed before, and where they lie.
struct PackedPanels: @unchecked Sendable {
  // Nobody writes while a product reads them; their owner lives until it ends.
  let start: UnsafePointer<Float>
  /// Columns of a panel.
  let width: Int
  /// Floats from one panel to the next.
  let panelStride: Int
}
