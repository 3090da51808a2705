/// How the matrices of several products of one shape follow one another in memory.
package struct Batch: Equatable, Sendable, CustomStringConvertible {
  /// Number of products.
  package let count: Int
  /// Elements from one left-hand side to the next; 0 where all products share it.
  package let leftStride: Int
  /// As `leftStride`.
  package let rightStride: Int
  package let targetStride: Int

  package init(count: Int, leftStride: Int, rightStride: Int, targetStride: Int) {
    self.count = count
    self.leftStride = leftStride
    self.rightStride = rightStride
    self.targetStride = targetStride
  }

  package var description: String {
    "\(count) products with strides \(leftStride), \(rightStride) and \(targetStride)"
  }

  /// Checks that a span of `available` elements holds every matrix, each laid out as `layout`.
  func check(
    _ field: String, _ layout: Layout, stride: Int, available: Int
  ) throws(KernelError) {
    let extent = try layout.extent(field)
    guard count >= 0, stride >= 0 else {
      throw KernelError(.dimensions, "batch", description, expected: "no negative number")
    }
    guard count > 0 else { return }
    let last = (count - 1).multipliedReportingOverflow(by: stride)
    guard !last.overflow, last.partialValue <= Int.max - extent else {
      throw KernelError(.dimensions, "batch", description, expected: "an extent below 2⁴⁶ elements")
    }
    guard extent == 0 || last.partialValue + extent <= available else {
      throw KernelError(
        .span, field, "\(available) elements long",
        expected: "\(last.partialValue + extent) for \(self), each \(layout)")
    }
  }
}
