package import Attestation
package import Content
package import Transparency

/// One step of a trace, and the hashes that lead from it to the root of the commitment.
///
/// `{"path":["<hexadecimal>",…],"step":{…}}`
package struct TraceOpening: Hashable, Sendable {
  /// A tree of 2⁵³ steps is no higher.
  private static let longestPath = 53

  package let step: TraceStep
  /// The hashes beside the way to the root, from the leaf up.
  package let path: [MerkleHash]

  package init(step: TraceStep, path: [MerkleHash]) {
    self.step = step
    self.path = path
  }

  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("path", "step")
    step = try TraceStep(reading: fields["step"])
    var path: [MerkleHash] = []
    for element in try fields["path"].elements(atMost: Self.longestPath) {
      guard let hash = MerkleHash(try element.hexadecimal(count: MerkleHash.byteCount)) else {
        throw element.expected("\(MerkleHash.byteCount) bytes in hexadecimal")
      }
      path.append(hash)
    }
    self.path = path
  }

  package var json: JSON {
    .object(["path": .strings(path.map(\.description)), "step": step.json])
  }

  /// Whether this is the step `index` of the trace that `commitment` speaks of.
  package func isProven(at index: Int64, by commitment: TraceCommitment) -> Bool {
    guard let root = MerkleHash(commitment.root.bytes), index >= 0, commitment.steps > 0 else {
      return false
    }
    return proof(index, commitment.steps).isValid(leaf: step.leaf, root: root)
  }

  /// The hashes of everything before the step `index` of `size` steps: a complete subtree for each bit
  /// that is set in the index, so that they are the same for two traces that begin alike.
  func beginning(_ index: Int64, of size: Int64) -> [MerkleHash] {
    proof(index, size).leftHashes
  }

  private func proof(_ index: Int64, _ size: Int64) -> InclusionProof {
    InclusionProof(index: UInt64(index), size: UInt64(size), hashes: path)
  }
}
