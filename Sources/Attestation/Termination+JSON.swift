package import Content

extension Termination: CustomStringConvertible {
  /// This termination as part of a tree; the same members as in a statement.
  package var json: JSON {
    switch self {
    case .exited(let code):
      .object(["kind": .string(Kind.exited.rawValue), "code": .integer(Int64(code))])
    case .signalled(let signal):
      .object(["kind": .string(Kind.signalled.rawValue), "signal": .integer(Int64(signal))])
    case .limit(let limit):
      .object(["kind": .string(Kind.limit.rawValue), "limit": .string(limit.rawValue)])
    }
  }

  /// Reads the form that `json` has.
  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("code", "kind", "limit", "signal")
    switch try fields["kind"].choice(of: Kind.self) {
    case .exited:
      let fields = try field.object("code", "kind")
      self = .exited(code: UInt8(try fields["code"].integer(in: 0...255)))
    case .signalled:
      let fields = try field.object("kind", "signal")
      self = .signalled(signal: UInt8(try fields["signal"].integer(in: 1...64)))
    case .limit:
      let fields = try field.object("kind", "limit")
      self = .limit(try fields["limit"].choice(of: Limit.self))
    }
  }

  /// In words: `exited 0`, `ended by signal 11`, `reached its wall-time limit`.
  package var description: String {
    switch self {
    case .exited(let code): "exited \(code)"
    case .signalled(let signal): "ended by signal \(signal)"
    case .limit(let limit): "reached its \(limit.rawValue) limit"
    }
  }
}
