import Content

extension [UInt8] {
  /// Lower-case digits, for details that people read.
  var hexadecimal: String { Hexadecimal.encode(self) }
}
