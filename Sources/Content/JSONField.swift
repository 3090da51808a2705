/// A field that does not hold what it should: where, what it holds, what was expected.
package struct FieldError: Error, Equatable, Sendable, CustomStringConvertible {
  /// For example `resources.memory`, `outputs[2]`; empty for the document itself.
  package let path: String
  /// The offending value as JSON, cut to a readable length; nil if it is missing.
  package let value: String?
  /// What was expected, and how to mend it.
  package let expected: String

  package init(path: String, value: String?, expected: String) {
    self.path = path
    self.value = value
    self.expected = expected
  }

  package var description: String {
    let place = path.isEmpty ? "the document" : path
    return "\(place): \(value.map { "found \($0)" } ?? "missing"); expected \(expected)"
  }
}

/// A JSON value together with its path, from which typed values are read; every reader of a
/// document goes through it, so that every error names its field.
package struct JSONField: Sendable {
  package let path: String
  /// Nil for a member that is absent.
  package let value: JSON?

  package init(_ value: JSON?, path: String = "") {
    self.value = value
    self.path = path
  }

  /// The error that this field is not `expected`.
  package func expected(_ expected: String) -> FieldError {
    FieldError(path: path, value: excerpt, expected: expected)
  }

  /// The value as JSON, cut to a readable length; nil if it is absent.
  var excerpt: String? {
    guard let text = value?.canonicalText else { return nil }
    return text.count > 80 ? text.prefix(79) + "…" : text
  }
}

extension JSONField {
  /// Nil if this field is absent, else what `read` makes of it.
  package func optional<Value>(
    _ read: (JSONField) throws(FieldError) -> Value
  ) throws(FieldError) -> Value? {
    value == nil ? nil : try read(self)
  }

  package func string() throws(FieldError) -> String {
    guard case .string(let text)? = value else { throw expected("a string") }
    return text
  }

  package func boolean() throws(FieldError) -> Bool {
    guard case .boolean(let flag)? = value else { throw expected("true or false") }
    return flag
  }

  /// An integer within `range`; a fraction is an error.
  package func integer(in range: ClosedRange<Int64>) throws(FieldError) -> Int64 {
    guard case .number(let number)? = value, let integer = Int64(exactly: number),
      range.contains(integer)
    else { throw expected("an integer from \(range.lowerBound) to \(range.upperBound)") }
    return integer
  }

  package func number() throws(FieldError) -> Double {
    guard case .number(let number)? = value else { throw expected("a number") }
    return number
  }

  package func digest() throws(FieldError) -> Digest {
    guard case .string(let text)? = value, let digest = Digest(text) else {
      throw expected("a digest: “sha256:” and 64 lower-case hexadecimal digits")
    }
    return digest
  }

  /// One of the raw values of an enumeration.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    of type: Choice.Type
  ) throws(FieldError) -> Choice where Choice.RawValue == String {
    guard case .string(let text)? = value, let choice = Choice(rawValue: text) else {
      let all = Choice.allCases.map { "“\($0.rawValue)”" }.joined(separator: ", ")
      throw expected("one of \(all)")
    }
    return choice
  }

  /// The elements of an array of at most `limit`.
  package func elements(atMost limit: Int) throws(FieldError) -> [JSONField] {
    guard case .array(let elements)? = value else { throw expected("an array") }
    guard elements.count <= limit else { throw expected("an array of at most \(limit) elements") }
    return elements.enumerated().map {
      JSONField($1, path: JSONPath.join(path, JSONPath.step($0)))
    }
  }

  /// The members of an object whose names are all free, at most `limit` of them.
  package func members(
    atMost limit: Int
  ) throws(FieldError) -> [(name: String, field: JSONField)] {
    guard case .object(let object)? = value else { throw expected("an object") }
    guard object.members.count <= limit else {
      throw expected("an object of at most \(limit) members")
    }
    return object.members.map { ($0.name, member($0.name, of: object)) }
  }

  /// An object that may have no members but those of `names`.
  package func object(_ names: String...) throws(FieldError) -> JSONFields {
    try object(names)
  }

  /// An object that may have no members but those of `names`.
  package func object(_ names: [String]) throws(FieldError) -> JSONFields {
    guard case .object(let object)? = value else { throw expected("an object") }
    for found in object.members where !names.contains(found.name) {
      let known = names.joined(separator: ", ")
      throw member(found.name, of: object).expected("no such field; known fields are \(known)")
    }
    return JSONFields(field: self, object: object)
  }

  /// An object of somebody else's format, which may have members that we have no use for.
  package func openObject() throws(FieldError) -> JSONFields {
    guard case .object(let object)? = value else { throw expected("an object") }
    return JSONFields(field: self, object: object)
  }

  fileprivate func member(_ name: String, of object: JSONObject) -> JSONField {
    JSONField(object[name], path: JSONPath.join(path, JSONPath.step(name)))
  }
}

/// The members of an object whose names have been checked.
package struct JSONFields: Sendable {
  fileprivate let field: JSONField
  fileprivate let object: JSONObject

  package subscript(name: String) -> JSONField { field.member(name, of: object) }
}
