import NumPyFormat
import Testing

/// Files as matrices of float32.
@Suite struct MatrixTests {
  /// A version 1.0 file with `header` as its dictionary and `data` behind it.
  static func file(
    _ header: String, version: UInt8 = 1, data: [UInt8] = [UInt8](repeating: 0, count: 24)
  ) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(text.count >> (8 * $0) & 0xff) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + data
  }

  static let plain = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"

  /// Reads matrices of float32, as the workload does.
  static func read(
    _ bytes: [UInt8]
  ) throws(NumPyFormatError) -> (form: NumericArray.Matrices, elements: [Float]) {
    let array = try NumericArray(npy: bytes)
    return (try array.matrices(of: [.float32]), array.elements(as: Float.self))
  }

  /// The file of a matrix.
  static func written(_ rows: Int, _ columns: Int, _ elements: [Float]) throws -> [UInt8] {
    NumericArray.npyBytes(.float32, try Shape([rows, columns]), elements)
  }

  @Test("Reads the values of each format version in order", arguments: [1, 2, 3] as [UInt8])
  func reads(version: UInt8) throws {
    let values: [Float] = [1, -2, 0.5, .infinity, -0.0, .leastNonzeroMagnitude]
    let data = values.flatMap { value in (0..<4).map { UInt8(value.bitPattern >> (8 * $0) & 0xff) }
    }
    let matrix = try Self.read(Self.file(Self.plain, version: version, data: data))
    #expect(matrix.form == NumericArray.Matrices(batch: nil, rows: 2, columns: 3))
    #expect(matrix.elements.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test(
    "Accepts every spelling of the same dictionary",
    arguments: [
      "{'shape': (2, 3), 'descr': '<f4', 'fortran_order': False}",
      "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (2,3,), }",
      "  { 'descr' :\t'<f4' , 'fortran_order' : False , 'shape' : ( 2 , 3 ) }   ",
    ])
  func spellings(header: String) throws {
    #expect(try Self.read(Self.file(header)).form.rows == 2)
  }

  @Test("Keeps empty matrices", arguments: [(0, 3), (3, 0), (0, 0)])
  func empty(rows: Int, columns: Int) throws {
    let form = try Self.read(Self.written(rows, columns, [])).form
    #expect((form.rows, form.columns) == (rows, columns))
  }

  @Test(
    "Names what is wrong with the header",
    arguments: [
      ("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 3), }", .elementType),
      ("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }", .elementType),
      ("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }", .elementType),
      ("{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }", .elementType),
      ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3), }", .elementType),
      ("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", .order),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", .size),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }", .dimensions),
      ("{'descr': '<f4', 'fortran_order': True, 'shape': (6, ), }", .dimensions),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2, 3), }", .dimensions),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3), }", .shape),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", .shape),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2305843009213693952, 1), }", .shape),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 1), }", .shape),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (0, -1), }", .shape),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000, 1000), }", .size),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }", .size),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': 6, }", .header),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (6), }", .header),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3.0), }", .header),
      ("{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3), }", .header),
      ("{'descr': '<f4', 'fortran_order': False, }", .header),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'extra': 1, }", .header),
      ("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", .header),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } 1", .header),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), ", .header),
      ("{'descr': '<f\\x34', 'fortran_order': False, 'shape': (2, 3), }", .header),
      ("['<f4', False, (2, 3)]", .header),
      ("", .header),
    ] as [(String, NumPyFormatError.Code)])
  func refusals(header: String, code: NumPyFormatError.Code) throws {
    let error = #expect(throws: NumPyFormatError.self) {
      try Self.read(Self.file(header))
    }
    #expect(error?.code == code, "\(error?.description ?? "accepted")")
  }

  @Test("Refuses a file that is cut off anywhere, or that goes on")
  func wrongLengths() throws {
    let whole = try Self.written(2, 3, [1, 2, 3, 4, 5, 6])
    for count in 0..<whole.count {
      #expect(throws: NumPyFormatError.self) { try Self.read(Array(whole.prefix(count))) }
    }
    let error = #expect(throws: NumPyFormatError.self) { try Self.read(whole + [0]) }
    #expect(error?.code == .size)
  }

  @Test(
    "Refuses other files, unknown versions and oversized headers",
    arguments: [
      ([], .magic),
      (Array("PK\u{3}\u{4}".utf8), .magic),
      ([0x93] + Array("NUMPY".utf8) + [4, 0, 0, 0], .version),
      ([0x93] + Array("NUMPY".utf8) + [1, 1, 0, 0], .version),
      ([0x93] + Array("NUMPY".utf8) + [1, 0, 0xff, 0xff], .headerLength),
      ([0x93] + Array("NUMPY".utf8) + [2, 0, 0xff, 0xff, 0xff, 0xff], .headerLength),
    ] as [([UInt8], NumPyFormatError.Code)])
  func wrongStarts(bytes: [UInt8], code: NumPyFormatError.Code) {
    let error = #expect(throws: NumPyFormatError.self) { try Self.read(bytes) }
    #expect(error?.code == code)
  }

  @Test("An error names the field, the value, what was expected and the mend")
  func wording() throws {
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"
    let data = [UInt8](repeating: 0, count: 48)
    let error = #expect(throws: NumPyFormatError.self) {
      try Self.read(Self.file(header, data: data))
    }
    #expect(
      error?.description == "descr is '<f8', expected '<f4' (float32): save a.astype('float32')")
  }

  @Test("Three dimensions are a batch of matrices")
  func batch() throws {
    let bytes = NumericArray.npyBytes(
      .float32, try Shape([2, 1, 3]), [1, 2, 3, 4, 5, 6] as [Float])
    #expect(try Self.read(bytes).form == NumericArray.Matrices(batch: 2, rows: 1, columns: 3))
  }
}
