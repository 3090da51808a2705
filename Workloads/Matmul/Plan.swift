import Kernels
import Linux
import NumPyFormat

/// What is multiplied by what: shapes that fit one another, and where each matrix lies.
struct Plan {
  /// Largest file that is read or written, in bytes; the sandbox's memory limit is usually lower.
  static let fileLimit = 1 << 36
  private static let elementSize = MemoryLayout<Float>.stride

  let left: Layout
  let right: Layout
  /// One matrix of C.
  let target: Layout
  /// How many products there are; nil for one that has no dimension for it.
  let batch: Int?
  /// Elements from one matrix to the next; 0 where all products share it.
  let leftStride: Int
  let rightStride: Int
  /// Of the whole of C.
  let shape: Shape

  /// - Throws: `.shapes` for matrices, or batches, that do not fit.
  init(
    _ request: Request, _ left: NumericArray.Matrices, _ right: NumericArray.Matrices
  ) throws(WorkloadError) {
    let plain = Layout(rows: right.rows, columns: right.columns)
    self.left = Layout(rows: left.rows, columns: left.columns)
    self.right = request.transposesRight ? plain.transposed : plain
    guard left.columns == self.right.rows else {
      throw .shapes(
        "\(request.left) is \(left.rows) × \(left.columns) and \(request.right) is "
          + "\(self.right.rows) × \(self.right.columns)"
          + "\(request.transposesRight ? " when transposed" : ""); expected as many columns in the "
          + "first as rows in the second: transpose or replace one of them")
    }
    guard left.batch == nil || right.batch == nil || left.batch == right.batch else {
      throw .shapes(
        "\(request.left) is a batch of \(left.batch ?? 1) matrices and \(request.right) of "
          + "\(right.batch ?? 1); expected as many, or a single matrix for all")
    }
    batch = left.batch ?? right.batch
    target = Layout(rows: left.rows, columns: self.right.columns)
    // What was read fits the memory, so these products do.
    leftStride = left.batch == nil ? 0 : left.rows * left.columns
    rightStride = right.batch == nil ? 0 : right.rows * right.columns
    let sizes = (batch.map { [$0] } ?? []) + [target.rows, target.columns]
    // Two files that fit can have a product that does not: 2⁴⁰ × 0 times 0 × 2⁴⁰ has 2⁸⁰ elements.
    guard let shape = try? Shape(sizes), shape.count <= Self.fileLimit / Self.elementSize else {
      throw .shapes(
        "the product would be \(sizes.map(String.init).joined(separator: " × ")), expected at most "
          + "\(Self.fileLimit) bytes: multiply parts of the matrices")
    }
    self.shape = shape
  }

  /// The products of `range` as the kernels take them; the first one's matrices come first.
  func batch(of range: Range<Int>) -> Batch {
    Batch(
      count: range.count, leftStride: leftStride, rightStride: rightStride,
      targetStride: target.rows * target.columns)
  }
}

extension Plan {
  /// Into how many parts a product is cut at most, each reported when it is done.
  private static let parts = 8

  /// Stripe after stripe of a single product: rows of C, which `multiply` fills. Stripes do not show
  /// in the bits.
  func stripes<Element: AdditiveArithmetic>(
    multiply: (Range<Int>, inout MutableSpan<Element>) throws(KernelError) -> Void
  ) throws(KernelError) -> [Element] {
    try fill(target.rows, "row", each: target.columns, multiply)
  }

  /// The products of a batch, some or one at a time, which `multiply` fills.
  func products<Element: AdditiveArithmetic>(
    _ batch: Int, oneAtATime: Bool = false,
    multiply: (Range<Int>, inout MutableSpan<Element>) throws(KernelError) -> Void
  ) throws(KernelError) -> [Element] {
    try fill(
      batch, "product", each: target.rows * target.columns, oneAtATime: oneAtATime, multiply)
  }

  private func fill<Element: AdditiveArithmetic>(
    _ count: Int, _ unit: String, each size: Int, oneAtATime: Bool = false,
    _ multiply: (Range<Int>, inout MutableSpan<Element>) throws(KernelError) -> Void
  ) throws(KernelError) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(count * size)
    let part = max(1, (count + Self.parts - 1) / Self.parts)
    for start in stride(from: 0, to: count, by: oneAtATime ? 1 : part) {
      let range = start..<min(count, start + (oneAtATime ? 1 : part))
      var filled = [Element](repeating: .zero, count: range.count * size)
      var span = filled.mutableSpan
      try multiply(range, &span)
      result += filled
      guard range.upperBound % part == 0 || range.upperBound == count else { continue }
      // The same for every provider, since what is printed is compared, too.
      CurrentProcess.printError("\(unit) \(range.upperBound) of \(count)\n")
    }
    return result
  }
}
