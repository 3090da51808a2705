package import Content
import Transparency
import Verification

extension AuditReport {
  package static let schema = "urn:assay:schema:audit:v1"
  private static let mostProviders = 1000
  private static let mostHeads = 1000

  /// The documented form, `audit.schema.json`.
  package var json: JSON {
    .object([
      "schema": .string(Self.schema),
      "time": .string(time.description),
      "clean": .boolean(isClean),
      "log": log?.json,
      "heads": .array(heads.prefix(Self.mostHeads).map(\.json)),
      "bundles": .integer(Int64(bundles)),
      "counts": counts,
      "findings": .array(findings.listed.map(\.json)),
      "fraudProofs": .array(fraudProofs.map(\.json)),
      "providers": .array(rankedProviders.prefix(Self.mostProviders).map { json(of: $0) }),
      "furtherProviders": .integer(Int64(max(0, providers.count - Self.mostProviders))),
    ])
  }

  /// All findings of each kind, those not listed included.
  private var counts: JSON {
    .object(
      findings.counts.reduce(into: JSONObject()) {
        $0[$1.key.rawValue] = .integer(Int64($1.value))
      })
  }

  private func json(of history: ProviderHistory) -> JSON {
    var conclusions = JSONObject()
    for kind in Finding.Conclusion.Kind.allCases where history.count(of: kind) > 0 {
      conclusions[kind.rawValue] = .integer(Int64(history.count(of: kind)))
    }
    return .object([
      "provider": .string(history.key.hexadecimal),
      "domain": domains[history.key].map { .string($0) },
      "conclusions": .object(conclusions),
      "loggedStatements": .integer(Int64(history.loggedStatements)),
      "policyRefusals": .integer(Int64(history.refusals)),
      "timesBackwards": .integer(Int64(history.backwards)),
      "firstSeen": history.firstSeen.map { .string($0.description) },
      "lastSeen": history.lastSeen.map { .string($0.description) },
      "runtimes": .strings(history.runtimes.map(\.description).sorted()),
    ])
  }
}

extension LogSummary {
  fileprivate var json: JSON {
    .object([
      "origin": .string(head.checkpoint.origin),
      "key": .string(key.description),
      "size": .number(Double(head.checkpoint.size)),
      "root": .string(head.checkpoint.root.description),
      "source": .string(head.source),
      "witnesses": .integer(Int64(head.witnesses.count)),
      "knownSize": .number(Double(knownSize)),
      "entriesRead": .number(Double(walked)),
      "statements": .integer(Int64(statements)),
      "bundles": .integer(Int64(bundles)),
      "intact": .boolean(isIntact),
    ])
  }
}

extension AuditRun.Head {
  fileprivate var json: JSON {
    .object([
      "source": .string(source),
      "size": .number(Double(checkpoint.size)),
      "root": .string(checkpoint.root.description),
      "witnesses": .integer(Int64(witnesses.count)),
    ])
  }
}
