package import Content

/// What a job executes: an absolute path in its image, and arguments.
package struct Command: Hashable, Sendable {
  private static let longestArgument = 131_071  // Linux's MAX_ARG_STRLEN without the final NUL
  private static let mostArguments = 4096

  /// The executable first; never empty.
  package let arguments: [String]

  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.elements(atMost: Self.mostArguments)
    var arguments: [String] = []
    for field in fields { arguments.append(try field.cString(atMost: Self.longestArgument)) }
    guard let executable = arguments.first, executable.utf8.first == UInt8(ascii: "/") else {
      throw (fields.first ?? field).expected(
        "the absolute path of an executable in the image, such as “/matmul”")
    }
    self.arguments = arguments
  }

  package var json: JSON { .strings(arguments) }
}
