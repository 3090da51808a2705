import Content
import Verification

/// What bundles say, or must be able to say, about a log: the records of their documents.
struct LoggedClaims: Sendable {
  struct Claim: Sendable {
    /// What the log must have entered.
    let record: LogRecord
    /// The bundle's file.
    let source: String
    /// Where a proof beside the bundle puts it.
    let index: UInt64?
    /// Where it was found.
    var found: UInt64?
  }

  /// By the digest of the document.
  private(set) var claims: [Digest: Claim] = [:]
  /// The statement that a bundle has for a lease.
  private var statements: [Digest: (envelope: Digest, source: String)] = [:]

  var isEmpty: Bool { claims.isEmpty }

  mutating func add(_ record: LogRecord, from source: String, provenAt index: UInt64?) {
    if claims[record.document]?.index != nil { return }
    claims[record.document] = Claim(record: record, source: source, index: index)
    if case .statement(let statement) = record {
      statements[statement.lease] = (statement.envelope, source)
    }
  }

  /// Notes what a log has entered.
  ///
  /// - Returns: how that contradicts a bundle, and the bundle's file.
  mutating func meet(
    _ record: LogRecord, at index: UInt64
  ) -> (contradiction: String, source: String)? {
    if let claim = claims[record.document] {
      claims[record.document]?.found = claim.found ?? index
      return claim.record == record
        ? nil : ("the log's record of \(record.document) says something else", claim.source)
    }
    guard case .statement(let statement) = record, let known = statements[statement.lease] else {
      return nil
    }
    return (
      "for the lease \(statement.lease) the log has \(statement.envelope), the bundle "
        + "\(known.envelope)", known.source
    )
  }
}
