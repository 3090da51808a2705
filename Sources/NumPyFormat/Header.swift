/// The header of an `.npy` file (NumPy Enhancement Proposal 1, versions 1.0, 2.0 and 3.0).
///
/// `\x93NUMPY`, major, minor, the length of what follows (u16, from version 2 on u32, little
/// endian), then a Python dictionary padded with spaces and a newline.
package struct Header: Equatable, Sendable {
  /// The element type as NumPy spells it, for example `<f4`.
  package let elementType: String
  package let isFortranOrder: Bool
  package let shape: Shape
  /// Where the data begins, in bytes from the start of the file.
  package let dataOffset: Int

  /// Longest header text that is read; NumPy refuses longer ones by default too.
  package static let lengthLimit = 10_000
  /// As many bytes of a file as its header can take.
  package static let prefixLimit = lengthLimit + 12

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Reads the header at the start of `bytes`, which may be the whole file or its first
  /// `prefixLimit` bytes.
  package init(parsing bytes: some Collection<UInt8>) throws(NumPyFormatError) {
    let prefix = Array(bytes.prefix(Self.prefixLimit))
    let text = try Self.textRange(in: prefix)
    var parser = HeaderParser(text: prefix[text])
    let fields = try parser.fields()
    elementType = fields.elementType
    isFortranOrder = fields.isFortranOrder
    shape = try Shape(fields.shape)
    dataOffset = text.upperBound
  }

  private static func textRange(in prefix: [UInt8]) throws(NumPyFormatError) -> Range<Int> {
    guard prefix.starts(with: magic) else {
      let start = prefix.prefix(magic.count).map { String($0, radix: 16) }
      throw NumPyFormatError(
        .magic, "start of the file", start.isEmpty ? "empty" : start.joined(separator: " "),
        expected: "93 4e 55 4d 50 59", mend: "write the file with numpy.save")
    }
    guard prefix.count >= 8 else { throw truncated(prefix.count) }
    let version = prefix[6]
    guard (1...3).contains(version), prefix[7] == 0 else {
      throw NumPyFormatError(
        .version, "format version", "\(version).\(prefix[7])", expected: "1.0, 2.0 or 3.0",
        mend: "write the file with numpy.save")
    }
    let start = version == 1 ? 10 : 12
    guard prefix.count >= start else { throw truncated(prefix.count) }
    let length = prefix[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= lengthLimit else {
      throw NumPyFormatError(
        .headerLength, "header length", "\(length) bytes", expected: "at most \(lengthLimit)",
        mend: "write the file with numpy.save")
    }
    guard prefix.count >= start + length else { throw truncated(prefix.count) }
    return start..<(start + length)
  }

  private static func truncated(_ count: Int) -> NumPyFormatError {
    NumPyFormatError(
      .headerLength, "file", "\(count) bytes long", expected: "a whole header",
      mend: "copy or write the file again")
  }
}
