package import Content
package import Crypto

/// What a verdict says about one lease.
package struct Finding: Hashable, Sendable {
  package enum Conclusion: Hashable, Sendable {
    /// It matches the accepted result.
    case agreed
    /// A sound statement that differs from the accepted result; why, is not known.
    case deviated([Deviation])
    /// A sound statement, but no result was accepted with which to compare it.
    case undecided
    /// The provider signed two different statements for this one lease: proof by itself.
    case equivocated
    /// Not counted; everything that speaks against it.
    case invalid([Objection])
    /// No result in time.
    case timedOut
    /// No result; why, in the requestor's words.
    case failed(String)
  }

  /// The id of the lease.
  package let lease: Digest
  package let provider: PublicKey
  package let conclusion: Conclusion
}

extension Finding.Conclusion {
  /// The stable name by which verdicts call it.
  package enum Kind: String, CaseIterable, Sendable {
    case agreed
    case deviated
    case undecided
    case equivocated
    case invalid
    case timedOut = "timed-out"
    case failed
  }

  package var kind: Kind {
    switch self {
    case .agreed: .agreed
    case .deviated: .deviated
    case .undecided: .undecided
    case .equivocated: .equivocated
    case .invalid: .invalid
    case .timedOut: .timedOut
    case .failed: .failed
    }
  }
}

extension Finding {
  /// Points that are written out; a verdict stays small, whatever a provider makes up.
  private static let mostDeviations = 16

  package var json: JSON {
    var object: JSONObject = [
      "lease": .string(lease.description),
      "provider": .string(provider.hexadecimal),
      "conclusion": .string(conclusion.kind.rawValue),
    ]
    switch conclusion {
    case .deviated(let deviations):
      object["deviations"] = .array(deviations.prefix(Self.mostDeviations).map(\.json))
      let further = deviations.count - Self.mostDeviations
      if further > 0 { object["furtherDeviations"] = .integer(Int64(further)) }
    case .invalid(let objections):
      // Names only: a verdict must come out the same, whichever words a later version finds.
      object["objections"] = .strings(Set(objections.map(\.name)).sorted())
    case .failed(let message): object["message"] = .string(message)
    case .agreed, .undecided, .equivocated, .timedOut: break
    }
    return .object(object)
  }
}
