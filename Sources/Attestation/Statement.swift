package import Content

/// What is signed about one execution: its outputs as subjects, the rest as predicate (an in-toto
/// Statement v1 whose bytes are canonical JSON).
package struct Statement: Hashable, Sendable {
  /// The value of `_type`.
  package static let type = "https://in-toto.io/Statement/v1"
  private static let mostSubjects = 4096
  private static let outputPrefix = "out/"
  private static let subjectRule =
    "“stdout”, “stderr”, or “out/” and \(RelativePath.rule)"

  /// One entry per output, ascending by name: `out/<path>` for each file, `stderr`, `stdout`.
  package let subjects: [ResourceDescriptor]
  package let execution: Execution

  package init(subjects: [ResourceDescriptor], execution: Execution) {
    self.subjects = ResourceDescriptor.sorted(subjects)
    self.execution = execution
  }

  /// Reads a statement from its canonical form, strictly: no field that this version does not
  /// know, and every rule that `validate` states.
  package init(parsing bytes: [UInt8]) throws(FieldError) {
    var reader = CanonicalReader(bytes)
    (execution, subjects) = try reader.object { reader throws(FieldError) in
      try reader.constant("_type", Self.type)
      let execution = try reader.object("predicate", Execution.init(reading:))
      try reader.constant("predicateType", Execution.predicateType)
      return (execution, try reader.descriptors("subject", atMost: Self.mostSubjects))
    }
    try reader.finish()
    try validate()
  }

  /// The one encoding of this statement that is signed; see `validate`.
  package var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter(capacity: 4096 + subjects.count * 128)
    writer.object { writer in
      writer.member("_type", Self.type)
      writer.name("predicate")
      execution.write(to: &writer)
      writer.member("predicateType", Execution.predicateType)
      writer.member("subject", each: subjects) { $1.write(to: &$0) }
    }
    return writer.bytes
  }

  /// Checks what the types leave open: counts, order, lengths, ranges, and that both `stdout` and
  /// `stderr` are among the subjects. `canonicalBytes` may trap on a statement that fails here.
  package func validate() throws(FieldError) {
    try FieldRule.descriptors(
      "subject", subjects, in: 1...Self.mostSubjects, named: Self.subjectRule, Self.isSubjectName)
    for name in ["stderr", "stdout"] {
      try FieldRule.require(
        subjects.contains { $0.name == name }, "subject", "no “\(name)”",
        "an entry named “\(name)”")
    }
    try FieldRule.at("predicate") { () throws(FieldError) in try execution.validate() }
  }

  private static func isSubjectName(_ name: String) -> Bool {
    if name == "stdout" || name == "stderr" { return true }
    return name.hasPrefix(outputPrefix)
      && RelativePath.isValid(name, from: outputPrefix.utf8.count)
  }
}
