package import Content

/// What a statement says of its execution's trace: the root over its steps, and how many there are.
///
/// `{"root":"sha256:…","steps":4}`; STATEMENT.md says what the steps are.
package struct TraceCommitment: Hashable, Sendable {
  static let sizes: ClosedRange<Int64> = 1...JSON.largestInteger

  /// Of the tree whose leaves are the steps (RFC 6962 section 2.1).
  package let root: Digest
  /// At least 1: the last step says how the execution ended.
  package let steps: Int64

  package init(root: Digest, steps: Int64) {
    self.root = root
    self.steps = steps
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    root = try reader.digest("root")
    steps = try reader.integer("steps", in: Self.sizes)
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("root", root)
      writer.member("steps", steps)
    }
  }

  func validate() throws(FieldError) {
    try FieldRule.require(
      Self.sizes.contains(steps), "steps", "\(steps)", "1 to \(JSON.largestInteger)")
  }

  /// This commitment as part of a tree; the same members as in a statement.
  package var json: JSON {
    .object(["root": .string(root.description), "steps": .integer(steps)])
  }
}
