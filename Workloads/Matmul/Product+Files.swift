import Kernels
import Linux
import NumPyFormat

extension Product {
  /// A matrix, or a batch of them, of the type that was asked for.
  func read(
    _ path: String
  ) throws(WorkloadError) -> (array: NumericArray, form: NumericArray.Matrices) {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileDescriptor.open(path, .readOnly).readAll(limit: Plan.fileLimit)
    } catch {
      throw .file(path: path, error)
    }
    do throws(NumPyFormatError) {
      let array = try NumericArray(npy: bytes)
      return (array, try array.matrices(of: request.type.elementTypes))
    } catch {
      throw .format(path: path, error)
    }
  }

  func write(_ bytes: [UInt8]) throws(WorkloadError) {
    do throws(SystemError) {
      let file = try FileDescriptor.open(request.product, [.writeOnly, .create, .truncate])
      try file.writeAll(bytes)
    } catch {
      throw .file(path: request.product, error)
    }
  }
}

extension Request.Storage {
  /// What files may hold.
  var elementTypes: [ElementType] {
    switch self {
    case .float32: [.float32]
    case .float16: [.float16]
    case .bfloat16: [.bfloat16]
    case .int8: [.int8, .uint8]
    }
  }
}

extension NumericArray {
  /// The elements widened to float32, which is exact.
  func floats(_ storage: Request.Storage) -> [Float] {
    switch storage {
    case .bfloat16: HalfPrecision.bfloat16.widened(elements(as: UInt16.self).span)
    case .float16: HalfPrecision.binary16.widened(elements(as: UInt16.self).span)
    case .float32, .int8: elements(as: Float.self)
    }
  }
}
