import Content

/// One measured figure.
struct Figure: Sendable {
  let name: String
  let value: Double
  /// For example `ms`, `GFLOP/s`, `1/s`.
  let unit: String
  /// Whose figure it is; nil for ours.
  var peer: String?
  /// Ours over the peer's, or the figure over its bar; nil where there is nothing to compare.
  var ratio: Double?

  var json: JSON {
    .object([
      "name": .string(name), "value": .number(value), "unit": .string(unit),
      "peer": peer.map { .string($0) }, "ratio": ratio.map { .number($0) },
    ])
  }
}

/// What a suite found: figures, and a summary of those that have a bar.
struct Report: Sendable {
  let suite: String
  var results: [Figure] = []
  private(set) var summary: [(key: String, value: Double)] = []

  init(suite: String) {
    self.suite = suite
  }

  mutating func summarize(_ key: String, _ value: Double) {
    summary.append((key, value))
  }

  /// `{"suite","machine","results":[{name,value,unit,peer?,ratio?}],"summary":{key: number}}`
  func json(on machine: Machine) -> JSON {
    .object([
      "suite": .string(suite), "machine": machine.json, "results": .array(results.map(\.json)),
      "summary": .object(
        summary.reduce(into: JSONObject()) { $0[$1.key] = .number($1.value) }),
    ])
  }

  /// A heading, the machine, and a table for each of the two parts.
  func markdown(on machine: Machine) -> String {
    let rows = results.map { result in
      let peer = result.peer ?? ""
      let ratio = result.ratio.map { Decimal.text($0, places: 3) } ?? ""
      return "| \(result.name) | \(Decimal.text(result.value, places: 3)) | \(result.unit) "
        + "| \(peer) | \(ratio) |"
    }
    let totals = summary.map { "| \($0.key) | \(Decimal.text($0.value, places: 3)) |" }
    return """
      # \(suite)

      \(machine.description)

      | figure | value | unit | peer | ratio |
      |---|---:|---|---|---:|
      \(rows.joined(separator: "\n"))

      | summary | value |
      |---|---:|
      \(totals.joined(separator: "\n"))

      """
  }
}

/// Numbers with a fixed count of decimal places.
enum Decimal {
  static func text(_ value: Double, places: Int) -> String {
    let scale = (0..<places).reduce(1.0) { power, _ in power * 10 }
    guard value.isFinite, abs(value) * scale < 1e15 else { return "\(value)" }
    let scaled = Int64((abs(value) * scale).rounded())
    let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: Int64(scale))
    let digits = String(fraction)
    let padding = String(repeating: "0", count: max(0, places - digits.count))
    return "\(value < 0 ? "-" : "")\(whole)" + (places > 0 ? ".\(padding)\(digits)" : "")
  }
}
