/// Proof that one tree is the beginning of another (RFC 6962 section 2.1.2).
package struct ConsistencyProof: Hashable, Sendable {
  package let oldSize: UInt64
  package let newSize: UInt64
  package let hashes: [MerkleHash]

  package init(oldSize: UInt64, newSize: UInt64, hashes: [MerkleHash]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.hashes = hashes
  }

  /// Whether the tree of the old size and root is the beginning of the one of the new size and root
  /// (RFC 9162 section 2.1.4.2).
  package func isValid(oldRoot: MerkleHash, newRoot: MerkleHash) -> Bool {
    if oldSize == newSize { return hashes.isEmpty && oldRoot == newRoot }
    if oldSize == 0 { return hashes.isEmpty && oldRoot == .empty }
    guard oldSize < newSize, !hashes.isEmpty else { return false }
    // The root of a complete old tree is left out of the proof, since both sides have it.
    let isComplete = oldSize & (oldSize - 1) == 0
    let path = isComplete ? [oldRoot] + hashes : hashes
    var (first, last) = (oldSize - 1, newSize - 1)
    while first & 1 == 1 { (first, last) = (first >> 1, last >> 1) }
    var (old, new) = (path[0], path[0])
    for sibling in path.dropFirst() {
      guard last != 0 else { return false }
      if first & 1 == 1 || first == last {
        (old, new) = (.node(sibling, old), .node(sibling, new))
        while first & 1 == 0 && first != 0 { (first, last) = (first >> 1, last >> 1) }
      } else {
        new = .node(new, sibling)
      }
      (first, last) = (first >> 1, last >> 1)
    }
    return last == 0 && old == oldRoot && new == newRoot
  }
}
