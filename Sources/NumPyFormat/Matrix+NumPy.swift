extension Header {
  /// Checks that this header describes a float32 matrix in C order.
  ///
  /// - Returns: rows and columns.
  package func matrixShape() throws(NumPyFormatError) -> (rows: Int, columns: Int) {
    guard ElementType(descr: elementType) == .float32 else {
      throw NumPyFormatError(
        .elementType, "descr", "'\(elementType)'", expected: "'<f4' (little-endian float32)",
        mend: "save numpy.ascontiguousarray(a, dtype='<f4')")
    }
    guard !isFortranOrder || shape.dimensions.count < 2 else {
      throw NumPyFormatError(
        .order, "fortran_order", "True", expected: "False",
        mend: "save numpy.ascontiguousarray(a)")
    }
    guard shape.dimensions.count == 2 else {
      throw NumPyFormatError(
        .dimensions, "shape", "\(shape)", expected: "two dimensions",
        mend: "save a.reshape(rows, columns)")
    }
    return (shape.dimensions[0], shape.dimensions[1])
  }

  /// Checks the size of the file that this header stands in, if its elements are of type `type`.
  package func check(
    fileSize size: Int, of type: ElementType = .float32
  ) throws(NumPyFormatError) {
    let fileSize = dataOffset + shape.count * type.size
    guard size == fileSize else {
      throw NumPyFormatError(
        .size, "file", "\(size) bytes long", expected: "\(fileSize) for the shape \(shape)",
        mend: size < fileSize
          ? "the file is cut off: copy or write it again" : "remove what follows the data")
    }
  }
}

extension Matrix {
  /// Reads a whole `.npy` file that holds a float32 matrix in C order.
  ///
  /// - Throws: one of the codes of `NumPyFormatError`; nothing is allocated for the data before the
  ///   size of the file has been found to fit the shape.
  package init(npy bytes: [UInt8]) throws(NumPyFormatError) {
    let header = try Header(parsing: bytes)
    let (rows, columns) = try header.matrixShape()
    try header.check(fileSize: bytes.count)
    let elements = unsafe [Float](unsafeUninitializedCapacity: rows * columns) { target, count in
      unsafe bytes.withUnsafeBytes { source in
        for index in 0..<(rows * columns) {
          let offset = header.dataOffset + index * MemoryLayout<Float>.size
          let bits = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
          unsafe target.initializeElement(
            at: index, to: Float(bitPattern: UInt32(littleEndian: bits)))
        }
      }
      count = rows * columns
    }
    try self.init(rows: rows, columns: columns, elements: elements)
  }

  /// The file that `numpy.save` writes for this matrix, byte for byte.
  package var npyBytes: [UInt8] { NumericArray.npyBytes(.float32, shape, elements) }
}

extension Header {
  /// The header that `numpy.save` writes for an array in C order.
  package static func bytes(_ type: ElementType, _ shape: Shape) -> [UInt8] {
    var text = "{'descr': '\(type.rawValue)', 'fortran_order': False, 'shape': \(shape), }"
    // NumPy leaves room for the first dimension to grow in place, up to 21 digits, and then pads so
    // that the data is aligned to 64 bytes.
    let growth = shape.dimensions.first.map { 21 - String($0).utf8.count } ?? 0
    let unpadded = 10 + text.utf8.count + growth + 1
    text += String(repeating: " ", count: growth + 64 - unpadded % 64) + "\n"
    let length = text.utf8.count
    return magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(text.utf8)
  }
}
