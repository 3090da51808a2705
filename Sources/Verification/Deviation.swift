package import Attestation
package import Content

/// One point in which a claim differs from the accepted one.
package enum Deviation: Hashable, Sendable, CustomStringConvertible {
  case termination(found: Termination, accepted: Termination)
  /// An output by its name; nil where the claim, or the accepted one, has no such output.
  case output(name: String, found: Digest?, accepted: Digest?)

  /// For example `out/c.npy: sha256:… instead of sha256:…`.
  package var description: String {
    switch self {
    case .termination(let found, let accepted): "termination: \(found) instead of \(accepted)"
    case .output(let name, let found, let accepted):
      "\(name): \(found?.description ?? "missing") instead of "
        + (accepted?.description ?? "nothing")
    }
  }

  /// `{"subject":"out/c.npy","found":"sha256:…","accepted":"sha256:…"}`.
  var json: JSON {
    switch self {
    case .termination(let found, let accepted):
      .object([
        "subject": .string("termination"), "found": found.json, "accepted": accepted.json,
      ])
    case .output(let name, let found, let accepted):
      .object([
        "subject": .string(name), "found": found.map { .string($0.description) },
        "accepted": accepted.map { .string($0.description) },
      ])
    }
  }
}

extension Claim {
  /// Every point in which this claim differs from `accepted`.
  func deviations(from accepted: Claim) -> [Deviation] {
    var deviations: [Deviation] = []
    if termination != accepted.termination {
      deviations.append(.termination(found: termination, accepted: accepted.termination))
    }
    let (mine, theirs) = (digests, accepted.digests)
    for name in Set(mine.keys).union(theirs.keys).sorted() where mine[name] != theirs[name] {
      deviations.append(.output(name: name, found: mine[name], accepted: theirs[name]))
    }
    return deviations
  }

  /// The outputs by name.
  package var digests: [String: Digest] {
    Dictionary(uniqueKeysWithValues: outputs.map { ($0.name, $0.digest) })
  }
}
