package import Content

/// Makes evidence of one kind.
package protocol EvidenceProducer {
  var kind: EvidenceKind { get }

  /// Has `binding` vouched for.
  ///
  /// - Throws: `unavailable`, `contended`, or `malformed` where the hardware answers nonsense.
  func produce(_ binding: Binding) throws(EvidenceError) -> Evidence
}

/// Appraises evidence of one kind, with the roots and the vendor's collateral that it was given.
package protocol EvidenceVerifier: Sendable {
  var kind: EvidenceKind { get }

  /// Everything that speaks against `evidence` as a voucher for `binding` at `time`.
  ///
  /// - Parameter requirement: what is asked for beyond being genuine; debug modes are refused unless
  ///   it allows them.
  func appraise(
    _ evidence: Evidence, for binding: Binding, at time: Timestamp,
    requiring requirement: Requirement
  ) -> Appraisal
}
