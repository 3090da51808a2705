extension Header {
  /// Checks the size of the file that this header stands in, if its elements are of type `type`.
  func check(fileSize size: Int, of type: ElementType) throws(NumPyFormatError) {
    let fileSize = dataOffset + shape.count * type.size
    guard size == fileSize else {
      throw NumPyFormatError(
        .size, "file", "\(size) bytes long", expected: "\(fileSize) for the shape \(shape)",
        mend: size < fileSize
          ? "the file is cut off: copy or write it again" : "remove what follows the data")
    }
  }

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
