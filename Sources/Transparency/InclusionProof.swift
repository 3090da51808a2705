/// Proof that a leaf is in a tree: the hashes beside its way to the root, from the leaf up (RFC 6962
/// section 2.1.1).
package struct InclusionProof: Hashable, Sendable {
  package let index: UInt64
  package let size: UInt64
  package let hashes: [MerkleHash]

  package init(index: UInt64, size: UInt64, hashes: [MerkleHash]) {
    self.index = index
    self.size = size
    self.hashes = hashes
  }

  /// Whether `leaf` is the hash of that leaf in the tree with that root.
  package func isValid(leaf: MerkleHash, root: MerkleHash) -> Bool {
    self.root(for: leaf) == root
  }

  /// Those hashes of a valid proof that stand for the leaves before this one, from the last to the
  /// first: one for each bit that is set in the index, whatever the size.
  package var leftHashes: [MerkleHash] {
    guard index < size else { return [] }
    var (first, last) = (index, size - 1)
    var left: [MerkleHash] = []
    for hash in hashes {
      if first & 1 == 1 || first == last {
        left.append(hash)
        while first & 1 == 0 && first != 0 { (first, last) = (first >> 1, last >> 1) }
      }
      (first, last) = (first >> 1, last >> 1)
    }
    return left
  }

  /// The root that follows if `leaf` is the leaf's hash (RFC 9162 section 2.1.3.2); nil where the
  /// proof has too few or too many hashes for its index and size.
  package func root(for leaf: MerkleHash) -> MerkleHash? {
    guard index < size else { return nil }
    var (first, last) = (index, size - 1)
    var hash = leaf
    for sibling in hashes {
      guard last != 0 else { return nil }
      if first & 1 == 1 || first == last {
        hash = .node(sibling, hash)
        while first & 1 == 0 && first != 0 { (first, last) = (first >> 1, last >> 1) }
      } else {
        hash = .node(hash, sibling)
      }
      (first, last) = (first >> 1, last >> 1)
    }
    return last == 0 ? hash : nil
  }
}
