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

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    if reader.isNext("code") {
      let code = try reader.integer("code", in: 0...255)
      try reader.constant("kind", Kind.exited.rawValue)
      self = .exited(code: UInt8(code))
      return
    }
    switch try reader.choice("kind", of: Kind.self) {
    case .exited: throw reader.expected("the member “code” before “kind”")
    case .signalled:
      self = .signalled(signal: UInt8(try reader.integer("signal", in: 1...64)))
    case .limit:
      self = .limit(try reader.choice("limit", of: Limit.self))
    }
  }

  func write(to writer: inout CanonicalWriter) { json.write(to: &writer) }
}
