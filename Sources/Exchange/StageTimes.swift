package import Content

/// How long each stage of one execution took, in microseconds; diagnostics, not attested.
package struct StageTimes: Equatable, Sendable {
  package enum Stage: String, CaseIterable, Sendable {
    /// Find the image and the inputs.
    case stage
    /// From the request to the launcher until the outcome and the collected outputs.
    case sandbox
    /// Hash what was collected from standard output and error.
    case hash
    /// Encode the statement and sign it.
    case sign
  }

  private var times: [Stage: Int64] = [:]

  package init() {}

  package subscript(stage: Stage) -> Int64 {
    get { times[stage] ?? 0 }
    set { times[stage] = newValue }
  }

  package var json: JSON {
    .object(
      Stage.allCases.reduce(into: JSONObject()) { $0[$1.rawValue] = .integer(self[$1]) })
  }

  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("stage", "sandbox", "hash", "sign")
    for stage in Stage.allCases {
      self[stage] = try fields[stage.rawValue].integer(in: 0...JSON.largestInteger)
    }
  }
}
