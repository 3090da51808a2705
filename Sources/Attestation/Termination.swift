import Content

/// How an execution ended: `{"code":0,"kind":"exited"}`, `{"kind":"signalled","signal":11}` or
/// `{"kind":"limit","limit":"wall-time"}`.
package enum Termination: Hashable, Sendable {
  /// It exited by itself with this code.
  case exited(code: UInt8)
  /// A signal ended it that no limit sent.
  case signalled(signal: UInt8)
  /// It was ended because it reached a limit.
  case limit(Limit)

  /// What an execution can run out of.
  package enum Limit: String, CaseIterable, Sendable {
    case wallTime = "wall-time"
    case cpuTime = "cpu-time"
    case memory
    case pids
    case output
    case scratch
  }

  enum Kind: String, CaseIterable {
    case exited
    case signalled
    case limit
  }

  init(reading field: JSONField) throws(FieldError) {
    switch try field.tag("kind").choice(of: Kind.self) {
    case .exited:
      let code = try field.object("kind", "code")["code"].integer(in: 0...255)
      self = .exited(code: UInt8(code))
    case .signalled:
      let signal = try field.object("kind", "signal")["signal"].integer(in: 1...64)
      self = .signalled(signal: UInt8(signal))
    case .limit:
      self = .limit(try field.object("kind", "limit")["limit"].choice(of: Limit.self))
    }
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      switch self {
      case .exited(let code):
        writer.member("code", Int64(code))
        writer.member("kind", Kind.exited.rawValue)
      case .signalled(let signal):
        writer.member("kind", Kind.signalled.rawValue)
        writer.member("signal", Int64(signal))
      case .limit(let limit):
        writer.member("kind", Kind.limit.rawValue)
        writer.member("limit", limit.rawValue)
      }
    }
  }
}
