package import Attestation
package import Content
package import Traces

/// One point in which a claim differs from the accepted one.
package enum Deviation: Hashable, Sendable, CustomStringConvertible {
  case termination(found: Termination, accepted: Termination)
  /// An output by its name; nil where the claim, or the accepted one, has no such output.
  case output(name: String, found: Digest?, accepted: Digest?)
  /// An output that was compared by its numbers, and in what they differ; nil where they were not
  /// compared since a content was not to be had.
  case numeric(name: String, found: Digest, accepted: Digest, NumericDifference?)
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
    case .numeric(let name, let found, let accepted, let difference):
      "\(name): "
        + (difference?.description
          ?? "\(found) instead of \(accepted), whose numbers were not compared")
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
    case .numeric(let name, let found, let accepted, let difference):
      .object([
        "subject": .string(name), "found": .string(found.description),
        "accepted": .string(accepted.description),
        "numeric": difference?.json ?? .object(["kind": .string("not-compared")]),
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
  /// - Parameters:
  ///   - comparisons: of outputs by their numbers; nil where digests decide.
  ///   - divergence: where somebody says that the traces part.
  func deviations(
    from accepted: Claim, _ comparisons: Comparisons?, at divergence: TraceDivergence? = nil
  ) -> [Deviation] {
    var deviations: [Deviation] = []
    if termination != accepted.termination {
      deviations.append(.termination(found: termination, accepted: accepted.termination))
    }
    let (mine, theirs) = (digests, accepted.digests)
    // Before the outputs, of which there may be more than are written out. Where other numbers may
    // agree, they lead to other traces.
    if comparisons == nil || mine == theirs {
      deviations += traceDeviations(from: accepted, at: divergence)
    }
    for name in Set(mine.keys).union(theirs.keys).sorted() where mine[name] != theirs[name] {
      let (found, expected) = (mine[name], theirs[name])
      if let comparisons, Comparisons.lookInto(name), let found, let expected {
        let difference = comparisons[found, expected]
        if difference == .within { continue }
        deviations.append(.numeric(name: name, found: found, accepted: expected, difference))
      } else {
        deviations.append(.output(name: name, found: found, accepted: expected))
      }
    }
    return deviations
  }

  /// Whether this claim and `other` are one result.
  func agrees(with other: Claim, _ comparisons: Comparisons?) -> Bool {
    self == other || (comparisons != nil && deviations(from: other, comparisons).isEmpty)
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
