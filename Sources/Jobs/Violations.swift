import Content

/// What becomes of the system calls that a job makes and is refused.
package enum Violations: String, CaseIterable, Sendable {
  /// They fail, and nobody hears of it.
  case ignore
  /// They fail just so, more slowly, and the statement says which and how often.
  case record
}

extension Violations {
  /// In a job's specification only `record` is written, so that every job has one form.
  init(reading field: JSONField) throws(FieldError) {
    self = try field.or(.string(Self.ignore.rawValue)).choice(of: Violations.self)
    if self == .ignore, field.value != nil {
      throw field.expected("“record”, or no such member")
    }
  }

  /// Nil for what is left out.
  var json: JSON? { self == .record ? .string(rawValue) : nil }
}
