import LaunchProtocol

/// Something that the system call filter refused, and how often.
package struct Violation: Sendable, Equatable {
  /// The system call's name; `number N` for one that has none here, `other calls` for those beyond
  /// the first 64 kinds, `other architecture` for processes that were killed for a call by another
  /// interface of the processor.
  package let call: String
  package let count: UInt64

  package init(call: String, count: UInt64) {
    self.call = call
    self.count = count
  }
}

extension Violation {
  /// In ascending order of the names.
  static func list(_ refusals: Refusals) -> [Violation] {
    let rest = [("other calls", refusals.others), ("other architecture", refusals.killed)]
    let all =
      refusals.calls.map {
        Violation(call: SystemCallPolicy.name(of: $0.number), count: $0.count)
      } + rest.filter { $0.1 > 0 }.map { Violation(call: $0.0, count: $0.1) }
    return all.sorted { $0.call.utf8.lexicographicallyPrecedes($1.call.utf8) }
  }
}
