import Microkernels

/// What an operation over rows is given besides the rows, before it is checked.
struct RowOperands {
  /// Elements that go with each row or with each element.
  struct Operand {
    let name: String
    let elements: UnsafeBufferPointer<Float>
    /// How many there must be.
    let count: Int

    init(_ name: String, _ elements: UnsafeBufferPointer<Float>, count: Int) {
      self.name = name
      self.elements = elements
      self.count = count
    }
  }

  let columns: Int
  var first: Operand?
  var second: Operand?
  var epsilon: Float = 0
  /// Elements of the operands from row to row: 0 where all rows share them.
  var stride = 0

  /// - Returns: nil if there is nothing to compute.
  func checked(
    _ source: UnsafeBufferPointer<Float>, into target: UnsafeMutableBufferPointer<Float>
  ) throws(KernelError) -> CheckedRows? {
    guard columns >= 0, columns == 0 ? source.isEmpty : source.count % columns == 0 else {
      throw KernelError(
        .dimensions, "source", "\(source.count) elements", expected: "whole rows of \(columns)")
    }
    guard target.count == source.count else {
      throw KernelError(
        .mismatch, "target", "\(target.count) elements", expected: "\(source.count), as source has")
    }
    guard epsilon >= 0 else {
      throw KernelError(.dimensions, "epsilon", "\(epsilon)", expected: "zero or more")
    }
    try Engine.checkDistinct(target, from: source, "source")
    for operand in [first, second].compactMap(\.self) {
      guard operand.elements.count == operand.count else {
        throw KernelError(
          .mismatch, operand.name, "\(operand.elements.count) elements",
          expected: "\(operand.count)")
      }
      try Engine.checkDistinct(target, from: operand.elements, operand.name)
    }
    try Engine.checkArithmetic()
    guard let from = source.baseAddress, let to = target.baseAddress, columns > 0 else {
      return nil
    }
    // An operand that the operation has none of is not read; any address will do.
    return CheckedRows(
      block: RowBlock(
        source: from, target: to, rows: source.count / columns, columns: columns,
        first: first?.elements.baseAddress ?? from, second: second?.elements.baseAddress ?? from,
        epsilon: epsilon),
      stride: stride)
  }
}
