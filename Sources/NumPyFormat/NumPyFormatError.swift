/// Bytes that are not the array they should be: where, what, and how to mend it.
package struct NumPyFormatError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: Equatable, Sendable {
    /// The file does not begin as an `.npy` file.
    case magic
    /// A format version that NumPy has not published.
    case version
    /// The header is longer than the limit, or than the file.
    case headerLength
    /// The header is not the dictionary with its three keys.
    case header
    /// Elements of another type than asked for.
    case elementType
    /// Column-major data.
    case order
    /// Too many dimensions, or too few.
    case dimensions
    /// A negative or overflowing shape.
    case shape
    /// Fewer or more bytes of data than the shape says.
    case size
  }

  package let code: Code
  /// The part of the file, for example `descr`.
  package let field: String
  /// What was found there.
  package let value: String
  package let expected: String
  /// What the user can do about it.
  package let mend: String

  package init(
    _ code: Code, _ field: String, _ value: String, expected: String, mend: String
  ) {
    self.code = code
    self.field = field
    self.value = value
    self.expected = expected
    self.mend = mend
  }

  package var description: String { "\(field) is \(value), expected \(expected): \(mend)" }
}
