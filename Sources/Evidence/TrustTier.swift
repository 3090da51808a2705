/// What an appraisal comes to, by the tiers of AR4SI (draft-ietf-rats-ar4si, section 2.3): from
/// the best to the worst in the order of the cases.
package enum TrustTier: String, CaseIterable, Comparable, Sendable {
  /// Nothing was found that speaks against the evidence, and hardware vouches for it.
  case affirming
  /// Genuine, but with a known weakness: out of date, or set up less strictly than it could be.
  case warning
  /// Nothing speaks against it, but no hardware vouches for it either.
  case none
  /// Something speaks against it.
  case contraindicated

  private var rank: Int {
    switch self {
    case .affirming: 0
    case .warning: 1
    case .none: 2
    case .contraindicated: 3
    }
  }

  /// Whether `left` is the better of two tiers.
  package static func < (left: TrustTier, right: TrustTier) -> Bool { left.rank < right.rank }
}
