/// A system call that the filter refused, and how often.
package struct RefusedCall: Equatable, Sendable {
  package let number: UInt32
  package let count: UInt64

  package init(number: UInt32, count: UInt64) {
    self.number = number
    self.count = count
  }
}

/// What a job tried and was refused.
package struct Refusals: Equatable, Sendable {
  /// At most `WireLimits.refusedCalls` of them, in ascending order.
  package let calls: [RefusedCall]
  /// Calls of further kinds.
  package let others: UInt64
  /// Processes that ended by `SIGSYS`, as those do that make a call by another interface of the
  /// processor; seen only if nobody but the cell waited for them.
  package let killed: UInt64

  package init(calls: [RefusedCall], others: UInt64, killed: UInt64) {
    self.calls = calls
    self.others = others
    self.killed = killed
  }
}

extension Refusals {
  func encode(into writer: inout WireWriter) {
    writer.write(list: calls) {
      $0.write($1.number)
      $0.write($1.count)
    }
    writer.write(others)
    writer.write(killed)
  }

  init(from reader: inout WireReader) throws(WireError) {
    calls = try reader.list("refused calls", limit: WireLimits.refusedCalls) {
      reader throws(WireError) in
      RefusedCall(
        number: try reader.number(UInt32.self), count: try reader.number(UInt64.self))
    }
    others = try reader.number(UInt64.self)
    killed = try reader.number(UInt64.self)
  }
}
