package import Attestation
package import Content
package import Traces

/// One point in which a claim differs from the accepted one.
package enum Deviation: Hashable, Sendable, CustomStringConvertible {
  case termination(found: Termination, accepted: Termination)
  /// An output by its name; nil where the claim, or the accepted one, has no such output.
  case output(name: String, found: Digest?, accepted: Digest?)
  /// The traces part in this step, the first that differs; shown, not said.
  case step(index: Int64, found: TraceStep, accepted: TraceStep)
  /// The traces differ; nobody shows where.
  case trace(found: Digest, accepted: Digest)

  /// For example `out/c.npy: sha256:… instead of sha256:…`.
  package var description: String {
    switch self {
    case .termination(let found, let accepted): "termination: \(found) instead of \(accepted)"
    case .output(let name, let found, let accepted):
      "\(name): \(found?.description ?? "missing") instead of "
        + (accepted?.description ?? "nothing")
    case .step(let index, let found, let accepted):
      "trace: step \(index) is the first that differs: \(found)"
        + (found.isAbout(theSamePlaceAs: accepted) ? "" : " instead of \(accepted)")
    case .trace(let found, let accepted): "trace: \(found) instead of \(accepted)"
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
    case .step(let index, let found, let accepted):
      .object([
        "subject": .string("trace"), "step": .integer(index), "found": found.json,
        "accepted": accepted.json,
      ])
    case .trace(let found, let accepted):
      .object([
        "subject": .string("trace"), "found": .string(found.description),
        "accepted": .string(accepted.description),
      ])
    }
  }
}

extension Claim {
  /// Every point in which this claim differs from `accepted`.
  ///
  /// - Parameter divergence: where somebody says that the traces part.
  func deviations(from accepted: Claim, at divergence: TraceDivergence? = nil) -> [Deviation] {
    var deviations: [Deviation] = []
    if termination != accepted.termination {
      deviations.append(.termination(found: termination, accepted: accepted.termination))
    }
    // Before the outputs, of which there may be more than are written out.
    deviations += traceDeviations(from: accepted, at: divergence)
    let (mine, theirs) = (digests, accepted.digests)
    for name in Set(mine.keys).union(theirs.keys).sorted() where mine[name] != theirs[name] {
      deviations.append(.output(name: name, found: mine[name], accepted: theirs[name]))
    }
    return deviations
  }

  private func traceDeviations(
    from accepted: Claim, at divergence: TraceDivergence?
  ) -> [Deviation] {
    guard let mine = trace, let theirs = accepted.trace, mine != theirs else { return [] }
    let shown = divergence.flatMap { $0.isProven(found: mine, accepted: theirs) ? $0 : nil }
    guard let place = shown ?? shortDivergence(from: accepted) else {
      return [.trace(found: mine.root, accepted: theirs.root)]
    }
    return [
      .step(index: place.index, found: place.found.step, accepted: place.accepted.step)
    ]
  }

  /// Where the traces part, if that follows from the outputs alone.
  private func shortDivergence(from accepted: Claim) -> TraceDivergence? {
    guard let mine = shortTrace, let theirs = accepted.shortTrace else { return nil }
    return mine.divergence(from: theirs)
  }

  /// The trace, if it follows from the outputs alone.
  private var shortTrace: Trace? {
    guard let trace else { return nil }
    let short = Trace(ofShort: outputs, termination: termination)
    return short.commitment == trace ? short : nil
  }

  /// The outputs by name.
  package var digests: [String: Digest] {
    Dictionary(uniqueKeysWithValues: outputs.map { ($0.name, $0.digest) })
  }
}
