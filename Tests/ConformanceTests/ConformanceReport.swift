import Testing

/// The cases of one set of vectors: how many held, and why some were not tried.
struct ConformanceReport {
  let name: String
  private(set) var cases = 0
  private(set) var passed = 0
  private(set) var skipped: [String: Int] = [:]

  init(_ name: String) {
    self.name = name
  }

  /// Counts one case, and records an issue that names it where it does not hold.
  mutating func check(_ holds: Bool, _ description: @autoclosure () -> String) {
    cases += 1
    if holds { passed += 1 } else { Issue.record("\(name): \(description())") }
  }

  /// Counts cases that are not tried.
  mutating func skip(_ count: Int = 1, because reason: String) {
    cases += count
    skipped[reason, default: 0] += count
  }

  /// One row of the table.
  var row: String {
    let reasons = skipped.map { "\($0.value) (\($0.key))" }.sorted().joined(separator: ", ")
    return Self.row(name, "\(cases)", "\(passed)", reasons.isEmpty ? "0" : reasons)
  }

  static func row(_ name: String, _ cases: String, _ passed: String, _ skipped: String) -> String {
    func pad(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    return pad(name, 34) + pad(cases, 8) + pad(passed, 8) + skipped
  }
}
