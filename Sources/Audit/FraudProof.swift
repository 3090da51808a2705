package import Transparency

/// Two heads that a log's key signed, though no one history has both: whoever holds the log's key
/// can be shown to have lied, offline and by anybody.
///
/// Heads of one size contradict each other by their roots. Where the sizes differ, the larger tree
/// determines the root of its beginning; `Divergence` proves which that is, and it is not the root
/// that the smaller head has.
package struct FraudProof: Hashable, Sendable {
  package static let schema = "urn:assay:schema:fraud-proof:v1"

  /// What the larger tree has in the place of the smaller one.
  package struct Divergence: Hashable, Sendable {
    /// The root of the larger tree's beginning, of the smaller head's size.
    package let prefixRoot: MerkleHash
    /// Proves that it is the larger tree's beginning.
    package let hashes: [MerkleHash]

    package init(prefixRoot: MerkleHash, hashes: [MerkleHash]) {
      self.prefixRoot = prefixRoot
      self.hashes = hashes
    }
  }

  /// The key of the log that is accused.
  package let key: NoteKey
  /// The head that is not larger.
  package let first: SignedNote
  package let second: SignedNote
  /// Nil where both have the same size.
  package let divergence: Divergence?

  package init(
    key: NoteKey, first: SignedNote, second: SignedNote, divergence: Divergence? = nil
  ) {
    self.key = key
    self.first = first
    self.second = second
    self.divergence = divergence
  }
}

extension FraudProof {
  /// What the proof comes to; a proof that does not hold accuses nobody.
  package enum Conclusion: Hashable, Sendable {
    /// The holder of the proof's key signed both heads.
    case proven(Checkpoint, Checkpoint)
    case refused(Refusal)
  }

  /// Why a proof proves nothing; stable names.
  package enum Refusal: String, CaseIterable, Sendable {
    /// It accuses another key than the one that was asked about.
    case foreignKey = "foreign-key"
    /// One of the heads is not signed by the accused key, as the key of a log.
    case unsigned
    /// What was signed is no checkpoint of the log that the key is named for.
    case notACheckpoint = "not-a-checkpoint"
    /// The heads do not contradict each other.
    case noContradiction = "no-contradiction"
    /// The larger head does not follow from what is said to be in it.
    case invalidDivergence = "invalid-divergence"
  }

  /// Checks the proof by itself.
  ///
  /// - Parameter trusted: the key that the reader knows the log by. Without it the proof is held
  ///   against the key that it names, whosever that is.
  package func verify(trusting trusted: NoteKey? = nil) -> Conclusion {
    guard key.role == .log, trusted.map({ $0 == key }) ?? true else {
      return .refused(.foreignKey)
    }
    var heads: [Checkpoint] = []
    for note in [first, second] {
      guard case .verified(let verified) = note.verify(trusting: [key]) else {
        return .refused(.unsigned)
      }
      guard let head = Checkpoint(verified.text), head.origin.utf8.elementsEqual(key.name.utf8)
      else { return .refused(.notACheckpoint) }
      heads.append(head)
    }
    return refusal(of: heads[0], heads[1]).map { .refused($0) } ?? .proven(heads[0], heads[1])
  }

  private func refusal(of smaller: Checkpoint, _ larger: Checkpoint) -> Refusal? {
    guard let divergence else {
      return smaller.size == larger.size && smaller.root != larger.root ? nil : .noContradiction
    }
    guard smaller.size < larger.size, divergence.prefixRoot != smaller.root else {
      return .noContradiction
    }
    let proof = ConsistencyProof(
      oldSize: smaller.size, newSize: larger.size, hashes: divergence.hashes)
    return proof.isValid(oldRoot: divergence.prefixRoot, newRoot: larger.root)
      ? nil : .invalidDivergence
  }
}
