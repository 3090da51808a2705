import Content

extension JSONField {
  /// This field, or one with `standard` in its place where it is absent.
  func or(_ standard: JSON) -> JSONField {
    value == nil ? JSONField(standard, path: path) : self
  }

  /// Checks that this field is the string `text`.
  func require(_ text: String) throws(FieldError) {
    guard case .string(let found)? = value, found.utf8.elementsEqual(text.utf8) else {
      throw expected("“\(text)”")
    }
  }

  /// Text that a C program can be given: no NUL, at most `limit` bytes.
  func cString(atMost limit: Int) throws(FieldError) -> String {
    let text = try string()
    guard text.utf8.count <= limit, !text.utf8.contains(0) else {
      throw expected("text of at most \(limit) bytes without NUL")
    }
    return text
  }
}
