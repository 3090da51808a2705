import Content

/// A user's error report: what is wrong, where, and how to mend it.
struct CommandError: Error, Sendable {
  let status: ExitStatus
  /// Stable name for programs, for example `job.invalid`.
  let code: String
  /// One sentence for people.
  let message: String
  /// The field at fault, where there is one.
  var field: FieldError?

  init(_ status: ExitStatus, _ code: String, _ message: String, field: FieldError? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.field = field
  }

  static func usage(_ message: String) -> CommandError {
    CommandError(.usage, "usage", message)
  }

  /// The same, with a word about what to do.
  func adding(_ advice: String) -> CommandError {
    CommandError(status, code, "\(message); \(advice)", field: field)
  }

  /// What `--json` prints instead of a result.
  var json: JSON {
    .object([
      "error": .object([
        "code": .string(code),
        "exitCode": .integer(Int64(status.rawValue)),
        "message": .string(message),
        "field": field.map { .string($0.path) },
        "value": field?.value.map { .string($0) },
        "expected": field.map { .string($0.expected) },
      ])
    ])
  }
}
