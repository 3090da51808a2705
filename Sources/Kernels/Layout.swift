/// Where the elements of a matrix lie: element (i, j) at `i × rowStride + j × columnStride`.
@usableFromInline
package struct Layout: Equatable, Sendable, CustomStringConvertible {
  package let rows: Int
  package let columns: Int
  /// Elements from one row to the next.
  package let rowStride: Int
  /// Elements from one column to the next.
  package let columnStride: Int

  package init(rows: Int, columns: Int, rowStride: Int, columnStride: Int) {
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// Row after row without a gap, as C lays a matrix out.
  package init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, rowStride: columns, columnStride: 1)
  }

  /// The same elements with rows and columns exchanged.
  package var transposed: Layout {
    Layout(rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride)
  }

  @usableFromInline package var description: String {
    "\(rows) × \(columns) with strides \(rowStride) and \(columnStride)"
  }

  /// Number of elements from the first to behind the last, 0 where there is none.
  ///
  /// - Throws: `.dimensions` for a negative dimension or stride, or an extent beyond any memory.
  func extent(_ field: String) throws(KernelError) -> Int {
    guard rows >= 0, columns >= 0, rowStride >= 0, columnStride >= 0 else {
      throw KernelError(
        .dimensions, field, description, expected: "no negative dimension or stride")
    }
    // Whatever is cut into blocks is addressed up to its product, so that must be small enough too.
    let area = rows.multipliedReportingOverflow(by: columns)
    if !area.overflow && area.partialValue == 0 { return 0 }
    let down = (rows - 1).multipliedReportingOverflow(by: rowStride)
    let along = (columns - 1).multipliedReportingOverflow(by: columnStride)
    let last = down.partialValue.addingReportingOverflow(along.partialValue)
    guard !area.overflow, !down.overflow, !along.overflow, !last.overflow,
      last.partialValue < Self.extentLimit, area.partialValue < Self.extentLimit
    else {
      throw KernelError(
        .dimensions, field, description, expected: "an extent of less than 2⁴⁶ elements")
    }
    return last.partialValue + 1
  }

  /// Elements that any memory may hold: 2⁴⁸ bytes of four-byte elements, less than what overflows.
  private static let extentLimit = 1 << 46

  /// Checks that a span of `count` elements holds the matrix.
  func check(_ field: String, count: Int) throws(KernelError) {
    let extent = try extent(field)
    guard extent <= count else {
      throw KernelError(
        .span, field, "\(count) elements long", expected: "\(extent) for \(self)")
    }
  }

  /// Checks that no two elements share memory and that the rows or the columns are contiguous.
  func checkOutput(_ field: String) throws(KernelError) {
    let isRowMajor = columnStride == 1 && (rowStride >= columns || rows <= 1)
    let isColumnMajor = rowStride == 1 && (columnStride >= rows || columns <= 1)
    guard isRowMajor || isColumnMajor || rows == 0 || columns == 0 else {
      throw KernelError(
        .overlap, field, description,
        expected: "rows or columns without gaps that do not overlap one another")
    }
  }
}
