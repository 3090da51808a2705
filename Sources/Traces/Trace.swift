package import Attestation
import Content
import Transparency

/// What the runtime saw of one execution, step by step: every output in the order of the names' bytes,
/// 64 KiB at a time, and at last how it ended.
package struct Trace: Sendable {
  package let steps: [TraceStep]
  private let leaves: [MerkleHash]

  /// - Parameter contents: of every subject of the statement, each once.
  package init(of contents: [TracedContent], termination: Termination) {
    let ordered = contents.sorted { left, right in
      left.subject.utf8.lexicographicallyPrecedes(right.subject.utf8)
    }
    steps =
      ordered.flatMap { content in
        content.steps.digests.enumerated().map { index, digest in
          .content(subject: content.subject, index: Int64(index), digest: digest)
        }
      } + [.end(termination)]
    leaves = steps.map(\.leaf)
  }

  /// The trace of an execution whose every output has but one step, so that its subjects determine it.
  package init(ofShort subjects: [ResourceDescriptor], termination: Termination) {
    self.init(
      of: subjects.map { TracedContent(subject: $0.name, steps: StepDigests(single: $0.digest)) },
      termination: termination)
  }

  /// What a statement says of this trace.
  package var commitment: TraceCommitment {
    TraceCommitment(
      root: Digest(value: MerkleHash.root(of: leaves[...]).bytes), steps: Int64(steps.count))
  }

  /// Shows the step `index` to somebody who knows the commitment only.
  package func opening(of index: Int) -> TraceOpening {
    let proof = MerkleTree.inclusionProof(of: UInt64(index), in: UInt64(steps.count)) { subtree in
      let start = Int(subtree.index) << subtree.height
      return MerkleHash.root(of: leaves[start..<(start + (1 << subtree.height))])
    }
    return TraceOpening(step: steps[index], path: proof.hashes)
  }

  /// Where this trace leaves `other`; nil where they are the same.
  package func divergence(from other: Trace) -> TraceDivergence? {
    // None is the beginning of the other: its last step is of a kind that has no place before.
    guard let index = zip(leaves, other.leaves).enumerated().first(where: { $1.0 != $1.1 })?.offset
    else { return nil }
    return TraceDivergence(
      index: Int64(index), found: opening(of: index), accepted: other.opening(of: index))
  }
}
