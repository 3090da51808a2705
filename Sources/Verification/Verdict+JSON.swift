package import Content
import Jobs

extension Verdict {
  package static let schema = "urn:assay:schema:verdict:v1"

  /// The documented form, `verdict.schema.json`.
  package var json: JSON {
    var object: JSONObject = [
      "schema": .string(Self.schema),
      "job": .string(job.description),
      "counts": counts,
      "findings": .array(findings.map(\.json)),
    ]
    switch status {
    case .accepted(let claim):
      object["status"] = .string("accepted")
      object["result"] = claim.json
      object["jobSucceeded"] = .boolean(claim.isSuccess)
    case .rejected(let refusal):
      object["status"] = .string("rejected")
      object["reason"] = .string(refusal.rawValue)
    case .inconclusive(let lack):
      object["status"] = .string("inconclusive")
      object["reason"] = .string(lack.rawValue)
    }
    return .object(object)
  }

  /// Leases by conclusion, beside what the job asked for.
  private var counts: JSON {
    var object: JSONObject = [
      "leases": .integer(Int64(findings.count)),
      "votes": .integer(Int64(votes)),
      "quorum": .integer(Int64(redundancy.quorum)),
    ]
    for kind in Finding.Conclusion.Kind.allCases {
      object[kind.rawValue] = .integer(Int64(findings.count { $0.conclusion.kind == kind }))
    }
    return .object(object)
  }
}
