import Content

extension JSONField {
  private static let mostInputs = 1024

  /// The members of an object of inputs, ascending by name; `read` makes each from its name and
  /// field.
  ///
  /// - Throws: where a name is no relative path, or uses another input as a directory.
  func inputs<Value>(
    _ read: (RelativePath, JSONField) throws(FieldError) -> Value
  ) throws(FieldError) -> [Value] {
    let members = try members(atMost: Self.mostInputs)
    var names: [RelativePath] = []
    for (text, field) in members {
      guard let name = RelativePath(text) else {
        throw field.expected("as its name \(RelativePath.rule)")
      }
      names.append(name)
    }
    let conflicts = RelativePath.below(files: names, among: names)
    var values: [Value] = []
    // A name is ASCII, so the object's own order of members is ascending.
    for (name, member) in zip(names, members) {
      guard !conflicts.contains(name) else {
        throw member.field.expected("as its name a path of which no directory is itself an input")
      }
      values.append(try read(name, member.field))
    }
    return values
  }
}
