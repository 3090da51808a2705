import Content
import Linux

/// How long each stage of a command took, in the order of the stages.
struct Timeline: Sendable {
  private(set) var stages: [(name: String, microseconds: Int64)] = []
  private var last = Clock.monotonicMicroseconds()

  init() {}

  /// Ends the stage `name`, which began where the last one ended.
  mutating func mark(_ name: String) {
    let now = Clock.monotonicMicroseconds()
    stages.append((name, now - last))
    last = now
  }

  var json: JSON {
    .object(stages.reduce(into: JSONObject()) { $0[$1.name] = .integer($1.microseconds) })
  }
}
