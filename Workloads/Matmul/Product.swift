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
    var product = [Float](repeating: 0, count: left.rows * rightLayout.columns)
    var target = product.mutableSpan
    do throws(KernelError) {
      try Engine(level: .chosen(), threads: request.threads).multiply(
        left.elements.span, Layout(rows: left.rows, columns: left.columns),
        right.elements.span, rightLayout,
        into: &target, Layout(rows: left.rows, columns: rightLayout.columns))
    } catch {
      throw .kernel(error)
    }
    return product
  }

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
