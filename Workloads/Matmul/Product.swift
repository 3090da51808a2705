import Kernels
import Linux
import NumPyFormat

/// Reads A and B, computes C = A·B in the numeric profile `assay-f32-v1`, writes C.
struct Product {
  /// Largest file that is read, in bytes; the sandbox's memory limit is usually lower.
  static let fileLimit = 1 << 36

  let request: Request

  init(_ request: Request) {
    self.request = request
  }

  func run() throws(WorkloadError) {
    let left = try read(request.left)
    let right = try read(request.right)
    let plain = Layout(rows: right.rows, columns: right.columns)
    let rightLayout = request.transposesRight ? plain.transposed : plain
    guard left.columns == rightLayout.rows else {
      throw .shapes(
        "\(request.left) is \(left.rows) × \(left.columns) and \(request.right) is "
          + "\(rightLayout.rows) × \(rightLayout.columns)"
          + "\(request.transposesRight ? " when transposed" : ""); expected as many columns in the "
          + "first as rows in the second: transpose or replace one of them")
    }
    // Two files that fit can have a product that does not: 2⁴⁰ × 0 times 0 × 2⁴⁰ has 2⁸⁰ elements.
    let size = left.rows.multipliedReportingOverflow(by: rightLayout.columns)
    guard !size.overflow, size.partialValue <= Self.fileLimit / MemoryLayout<Float>.stride else {
      throw .shapes(
        "the product would be \(left.rows) × \(rightLayout.columns), expected at most "
          + "\(Self.fileLimit) bytes: multiply parts of the matrices")
    }
    let elements = try multiply(left, right, rightLayout)
    let product: Matrix
    do throws(NumPyFormatError) {
      product = try Matrix(
        rows: left.rows, columns: rightLayout.columns, elements: elements)
    } catch {
      throw .format(path: request.product, error)
    }
    try write(product.npyBytes)
  }

  private func multiply(
    _ left: Matrix, _ right: Matrix, _ rightLayout: Layout
  ) throws(WorkloadError) -> [Float] {
    var product: [Float] = []
    let leftLayout = Layout(rows: left.rows, columns: left.columns)
    let target = Layout(rows: left.rows, columns: rightLayout.columns)
    do throws(KernelError) {
      switch request.profile {
      case .exact:
        let engine = try Engine(level: .chosen(), threads: request.threads)
        // Neither level nor threads: what is printed is compared between providers too.
        CurrentProcess.printError("profile \(request.profile.rawValue)\n")
        try multiplyStripes(engine, left, leftLayout, right, rightLayout, &product, target)
      case .blas:
        let library = try SystemBLAS(threads: request.threads)
        CurrentProcess.printError("profile blas-f32, library \(library.library)\n")
        product = [Float](repeating: 0, count: target.rows * target.columns)
        var span = product.mutableSpan
        try library.multiply(
          left.elements.span, leftLayout, right.elements.span, rightLayout, into: &span, target)
      }
    } catch {
      throw .kernel(error)
    }
    return product
  }

  /// Stripe after stripe of C, saying after each how far it is. Stripes do not show in the bits.
  private func multiplyStripes(
    _ engine: Engine, _ left: Matrix, _ leftLayout: Layout, _ right: Matrix,
    _ rightLayout: Layout, _ product: inout [Float], _ target: Layout
  ) throws(KernelError) {
    let height = max(1, (target.rows + Self.stripes - 1) / Self.stripes)
    let packed = try PackedMatrix(right.elements.span, rightLayout, for: engine.level)
    for row in stride(from: 0, to: target.rows, by: height) {
      let rows = min(height, target.rows - row)
      var stripe = [Float](repeating: 0, count: rows * target.columns)
      var span = stripe.mutableSpan
      try engine.multiply(
        left.elements.span.extracting((row * leftLayout.columns)...),
        Layout(rows: rows, columns: leftLayout.columns), packed, into: &span,
        Layout(rows: rows, columns: target.columns))
      product += stripe
      CurrentProcess.printError("row \(row + rows) of \(target.rows)\n")
    }
  }

  /// Into how many stripes a product is cut at most, each reported when it is done.
  private static let stripes = 8

  private func read(_ path: String) throws(WorkloadError) -> Matrix {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileDescriptor.open(path, .readOnly).readAll(limit: Self.fileLimit)
    } catch {
      throw .file(path: path, error)
    }
    do throws(NumPyFormatError) {
      return try Matrix(npy: bytes)
    } catch {
      throw .format(path: path, error)
    }
  }

  private func write(_ bytes: [UInt8]) throws(WorkloadError) {
    do throws(SystemError) {
      let file = try FileDescriptor.open(request.product, [.writeOnly, .create, .truncate])
      try file.writeAll(bytes)
    } catch {
      throw .file(path: request.product, error)
    }
  }
}
