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
    guard left.columns == right.rows else {
      throw .shapes(
        "\(request.left) is \(left.rows) × \(left.columns) and \(request.right) is "
          + "\(right.rows) × \(right.columns); expected as many columns in the first as rows in "
          + "the second: transpose or replace one of them")
    }
    let product: Matrix
    do throws(NumPyFormatError) {
      product = try Matrix(
        rows: left.rows, columns: right.columns, elements: multiply(left, right))
    } catch {
      // Two matrices that fit can have a product that does not: 2⁴⁰ × 0 times 0 × 2⁴⁰.
      throw .format(path: request.product, error)
    }
    try write(product)
  }

  private func multiply(_ left: Matrix, _ right: Matrix) -> [Float] {
    var product = [Float](repeating: 0, count: left.rows * right.columns)
    for row in 0..<left.rows {
      for step in 0..<left.columns {
        let factor = left.elements[row * left.columns + step]
        for column in 0..<right.columns {
          let index = row * right.columns + column
          product[index].addProduct(factor, right.elements[step * right.columns + column])
        }
      }
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

  private func write(_ product: Matrix) throws(WorkloadError) {
    do throws(SystemError) {
      let file = try FileDescriptor.open(request.product, [.writeOnly, .create, .truncate])
      try file.writeAll(product.npyBytes)
    } catch {
      throw .file(path: request.product, error)
    }
  }
}
