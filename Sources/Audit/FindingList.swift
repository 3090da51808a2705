/// Findings as they are made: all of them counted, of each kind the first few kept.
///
/// Whoever fills a log with rubbish can so not fill the memory of whoever audits it.
package struct FindingList: Sendable {
  package static let mostPerKind = 200

  /// In the order in which they were made.
  package private(set) var listed: [AuditFinding] = []
  /// How many there were of each kind.
  package private(set) var counts: [AuditFinding.Kind: Int] = [:]

  package init() {}

  package mutating func add(_ finding: AuditFinding) {
    counts[finding.kind, default: 0] += 1
    if counts[finding.kind, default: 0] <= Self.mostPerKind { listed.append(finding) }
  }

  package mutating func add(_ other: FindingList) {
    for finding in other.listed { add(finding) }
    for (kind, count) in other.counts {
      counts[kind, default: 0] += count - other.listed.count { $0.kind == kind }
    }
  }

  /// The gravest severity; nil where nothing was found.
  package var worst: Severity? { counts.keys.map(\.severity).max() }

  package func count(of severity: Severity) -> Int {
    counts.filter { $0.key.severity == severity }.values.reduce(0, +)
  }
}
