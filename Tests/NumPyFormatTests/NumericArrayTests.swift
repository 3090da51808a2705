import NumPyFormat
import Testing

@Suite struct NumericArrayTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let type: ElementType
    let bytes: [UInt8]
    let values: [Double]
    var testDescription: String { type.name }
  }

  static let rows = [
    Row(
      type: .float16,
      bytes: [0x00, 0x3c, 0x01, 0x00, 0xff, 0x7b, 0x00, 0xfc, 0x00, 0x80, 0x55, 0x35],
      values: [1, 0x1p-24, 65504, -.infinity, -0.0, 0.333251953125]),
    Row(type: .bfloat16, bytes: [0x80, 0x3f, 0x40, 0xc0], values: [1, -3]),
    Row(type: .float32, bytes: [0, 0, 0x80, 0x3f, 1, 0, 0, 0], values: [1, 0x1p-149]),
    Row(type: .float64, bytes: [0, 0, 0, 0, 0, 0, 0xf0, 0x3f], values: [1]),
    Row(type: .int8, bytes: [0x80, 0x7f], values: [-128, 127]),
    Row(type: .uint8, bytes: [0x80, 0xff], values: [128, 255]),
    Row(type: .int16, bytes: [0xfe, 0xff], values: [-2]),
    Row(type: .uint16, bytes: [0xfe, 0xff], values: [65534]),
    Row(type: .int32, bytes: [0xff, 0xff, 0xff, 0x7f], values: [2_147_483_647]),
    Row(type: .uint32, bytes: [0xff, 0xff, 0xff, 0xff], values: [4_294_967_295]),
  ]

  @Test("Reads the values of each type", arguments: rows)
  func values(row: Row) throws {
    let header = Header.bytes(row.type, try Shape([row.values.count]))
    let array = try NumericArray(npy: header + row.bytes)
    #expect(array.type == row.type)
    for (index, value) in row.values.enumerated() { #expect(array[index].isIdentical(to: value)) }
    #expect(throws: NumPyFormatError.self) { try NumericArray(npy: header + row.bytes + [0]) }
  }

  @Test("What is written is read again, and has a header of whole lines of 64 bytes")
  func roundTrip() throws {
    let shape = try Shape([2, 1, 3])
    let bytes = NumericArray.npyBytes(.int32, shape, [1, -2, 3, -4, 5, -6] as [Int32])
    #expect(bytes.count == 128 + 24)
    let array = try NumericArray(npy: bytes)
    #expect(array.shape == shape)
    #expect(array.elements(as: Int32.self) == [1, -2, 3, -4, 5, -6])
  }

  @Test(
    "Refuses other types, column-major data and dimensions without end",
    arguments: [
      ("'<i8'", "False", "(2,)", NumPyFormatError.Code.elementType),
      ("'>f4'", "False", "(2,)", .elementType), ("'<V4'", "False", "(2,)", .elementType),
      ("'<f4'", "True", "(1, 2)", .order),
      ("'<f4'", "False", "(" + String(repeating: "1, ", count: 65) + ")", .dimensions),
      ("'<f4'", "False", "(3,)", .size),
    ])
  func refuses(descr: String, order: String, shape: String, code: NumPyFormatError.Code) {
    let header = "{'descr': \(descr), 'fortran_order': \(order), 'shape': \(shape), }"
    let error = #expect(throws: NumPyFormatError.self) {
      try NumericArray(npy: MatrixTests.file(header, data: [UInt8](repeating: 0, count: 8)))
    }
    #expect(error?.code == code)
  }

  @Test("A unit in the last place is the distance to the next number of the type")
  func units() {
    for magnitude in [0, 0x1p-149, 1e-38, 0.5, 1, 1.5, 3e38] {
      let float = Float(magnitude)
      #expect(ElementType.float32.ulp(of: Double(float)) == Double(float.ulp))
    }
    #expect(ElementType.float16.ulp(of: 1) == 0x1p-10)
    #expect(ElementType.float16.ulp(of: 0) == 0x1p-24)
    #expect(ElementType.bfloat16.ulp(of: 2) == 0x1p-6)
    #expect(ElementType.float64.ulp(of: 0) == Double.leastNonzeroMagnitude)
    #expect(ElementType.int32.ulp(of: 7) == 0)
  }
}

extension Double {
  /// Whether the bits are the same, of which NaN and the zeros have several.
  fileprivate func isIdentical(to other: Double) -> Bool { bitPattern == other.bitPattern }
}
