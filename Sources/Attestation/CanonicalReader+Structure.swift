import Content

// Generic over what is read, and here rather than in Content, so that the compiler specialises them
// for this room's types.
extension CanonicalReader {
  /// Reads an object, whose members `read` takes one after the other.
  mutating func object<Value>(
    _ read: (inout CanonicalReader) throws(FieldError) -> Value
  ) throws(FieldError) -> Value {
    try beginObject()
    let value = try read(&self)
    try endObject()
    return value
  }

  /// Reads an object that is a member.
  mutating func object<Value>(
    _ name: StaticString, _ read: (inout CanonicalReader) throws(FieldError) -> Value
  ) throws(FieldError) -> Value {
    try begin(name)
    let value = try object(read)
    end()
    return value
  }

  /// Reads an array of at most `limit` elements that is a member.
  mutating func list<Element>(
    _ name: StaticString, atMost limit: Int,
    _ read: (inout CanonicalReader) throws(FieldError) -> Element
  ) throws(FieldError) -> [Element] {
    try beginList(name)
    var elements: [Element] = []
    while try beginElement(elements.count, atMost: limit) {
      elements.append(try read(&self))
      end()
    }
    end()
    return elements
  }

  /// Reads a member that is one of the raw values of an enumeration.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: StaticString, of type: Choice.Type
  ) throws(FieldError) -> Choice where Choice.RawValue == String {
    try begin(name)
    let start = self
    guard let value = Choice(rawValue: try string()) else {
      let all = Choice.allCases.map { "“\($0.rawValue)”" }.joined(separator: ", ")
      throw start.expected("one of \(all)")
    }
    end()
    return value
  }
}
