/// An array of numbers in row-major (C) order, of any shape, as an `.npy` file holds it.
package struct NumericArray: Equatable, Sendable {
  /// As many dimensions as NumPy has at most.
  package static let dimensionLimit = 64

  package let type: ElementType
  package let shape: Shape
  /// `shape.count × type.size` bytes, little-endian.
  package let data: ArraySlice<UInt8>

  /// Reads a whole `.npy` file.
  ///
  /// - Throws: one of the codes of `NumPyFormatError`; nothing is copied.
  package init(npy bytes: [UInt8]) throws(NumPyFormatError) {
    let header = try Header(parsing: bytes)
    guard let type = ElementType(descr: header.elementType) else {
      let known = ElementType.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      throw NumPyFormatError(
        .elementType, "descr", "'\(header.elementType)'", expected: "one of \(known)",
        mend: "save a.astype('<f4') or another of these")
    }
    guard !header.isFortranOrder || header.shape.dimensions.count < 2 else {
      throw NumPyFormatError(
        .order, "fortran_order", "True", expected: "False",
        mend: "save numpy.ascontiguousarray(a)")
    }
    guard header.shape.dimensions.count <= Self.dimensionLimit else {
      throw NumPyFormatError(
        .dimensions, "shape", "a tuple of \(header.shape.dimensions.count)",
        expected: "at most \(Self.dimensionLimit) dimensions", mend: "save a.reshape(…)")
    }
    try header.check(fileSize: bytes.count, of: type)
    self.type = type
    shape = header.shape
    data = bytes[header.dataOffset...]
  }

  /// The file that `numpy.save` writes for `elements` of this shape.
  ///
  /// - Parameter elements: of the size of `type`, as many as `shape` has.
  package static func npyBytes<Element: BitwiseCopyable>(
    _ type: ElementType, _ shape: Shape, _ elements: [Element]
  ) -> [UInt8] {
    precondition(MemoryLayout<Element>.stride == type.size && elements.count == shape.count)
    var bytes = Header.bytes(type, shape)
    bytes.reserveCapacity(bytes.count + shape.count * type.size)
    unsafe elements.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    return bytes
  }

  /// All elements as values whose bits are those of the file.
  ///
  /// - Parameter element: a type of as many bytes as `type` has.
  package func elements<Element: BitwiseCopyable>(as element: Element.Type) -> [Element] {
    precondition(MemoryLayout<Element>.stride == type.size)
    return unsafe [Element](unsafeUninitializedCapacity: shape.count) { target, count in
      unsafe data.withUnsafeBytes {
        unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: $0)
      }
      count = shape.count
    }
  }

  /// Element number `index` in row-major order; float64 holds every type exactly.
  package subscript(index: Int) -> Double {
    var bits: UInt64 = 0
    let start = data.startIndex + index * type.size
    for offset in (0..<type.size).reversed() { bits = bits << 8 | UInt64(data[start + offset]) }
    return switch type {
    case .float16: Self.binary16(UInt16(bits))
    case .bfloat16: Double(Float(bitPattern: UInt32(bits) << 16))
    case .float32: Double(Float(bitPattern: UInt32(bits)))
    case .float64: Double(bitPattern: bits)
    case .int8: Double(Int8(truncatingIfNeeded: bits))
    case .int16: Double(Int16(truncatingIfNeeded: bits))
    case .int32: Double(Int32(truncatingIfNeeded: bits))
    case .uint8, .uint16, .uint32: Double(bits)
    }
  }

  /// The number whose IEEE 754 binary16 encoding is `bits`.
  private static func binary16(_ bits: UInt16) -> Double {
    let sign: FloatingPointSign = bits >> 15 == 0 ? .plus : .minus
    let fraction = Double(bits & 0x3ff)
    return switch bits >> 10 & 0x1f {
    case 0: Double(sign: sign, exponent: -24, significand: fraction)
    case 0x1f: fraction == 0 ? Double(signOf: sign == .plus ? 1 : -1, magnitudeOf: .infinity) : .nan
    case let exponent:
      Double(sign: sign, exponent: Int(exponent) - 25, significand: fraction + 1024)
    }
  }
}
