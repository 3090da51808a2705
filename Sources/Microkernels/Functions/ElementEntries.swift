/// The entry points of one CPU level for functions and rows.
package struct ElementEntries: Sendable {
  package typealias Rows = @Sendable (UnsafePointer<RowBlock>) -> Void

  /// An operation over rows: for a number of rows that is a multiple of four, and for any.
  package struct RowEntry: Sendable {
    package let byFour: Rows
    package let byOne: Rows

    package init(byFour: @escaping Rows, byOne: @escaping Rows) {
      self.byFour = byFour
      self.byOne = byOne
    }
  }

  package let functions: FunctionEntries
  package let sum: RowEntry
  package let softmax: RowEntry
  package let layerNorm: RowEntry
  package let rmsNorm: RowEntry
  package let rotate: Rows

  package init(
    functions: FunctionEntries, sum: RowEntry, softmax: RowEntry, layerNorm: RowEntry,
    rmsNorm: RowEntry, rotate: @escaping Rows
  ) {
    self.functions = functions
    self.sum = sum
    self.softmax = softmax
    self.layerNorm = layerNorm
    self.rmsNorm = rmsNorm
    self.rotate = rotate
  }
}
