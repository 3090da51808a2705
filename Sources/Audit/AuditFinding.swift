package import Content
package import Crypto

/// One thing that an audit found.
package struct AuditFinding: Hashable, Sendable {
  package let kind: Kind
  /// What it was found in: a file, an entry, a provider.
  package let subject: String
  /// What was found and what was expected, for people; may hold anybody's text.
  package let detail: String
  /// The log's entry that it is about.
  package let index: UInt64?
  package let time: Timestamp?
  package let provider: PublicKey?

  package init(
    _ kind: Kind, _ subject: String, _ detail: String, index: UInt64? = nil,
    time: Timestamp? = nil, provider: PublicKey? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.detail = detail
    self.index = index
    self.time = time
    self.provider = provider
  }

  package var severity: Severity { kind.severity }

  package var json: JSON {
    .object([
      "kind": .string(kind.rawValue),
      "severity": .string(severity.rawValue),
      "subject": .string(subject),
      "detail": .string(detail),
      "index": index.map { .number(Double($0)) },
      "time": time.map { .string($0.description) },
      "provider": provider.map { .string($0.hexadecimal) },
    ])
  }
}
