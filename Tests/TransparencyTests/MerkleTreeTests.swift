import TestSupport
import Testing
import Transparency

@Suite struct MerkleTreeTests {
  static let log = MemoryLog(size: 70)

  @Test("Every leaf of every small tree is proven, and nothing else")
  func inclusion() {
    let log = Self.log
    for size in 1...40 {
      for index in 0..<size {
        let proof = MerkleTree.inclusionProof(of: UInt64(index), in: UInt64(size), log.subtree)
        #expect(proof.isValid(leaf: log.leaves[index], root: log.root(size)))
        #expect(!proof.isValid(leaf: log.leaves[index + 1], root: log.root(size)))
        #expect(!proof.isValid(leaf: log.leaves[index], root: log.root(size + 1)))
        for other in 0..<size where other != index {
          let moved = InclusionProof(
            index: UInt64(other), size: UInt64(size), hashes: proof.hashes)
          #expect(
            !moved.isValid(leaf: log.leaves[index], root: log.root(size)), "\(index) as \(other)")
        }
      }
    }
  }

  @Test("Every small tree is proven to continue every smaller one, and nothing else")
  func consistency() {
    let log = Self.log
    for new in 0...40 {
      for old in 0...new {
        let proof = MerkleTree.consistencyProof(from: UInt64(old), to: UInt64(new), log.subtree)
        #expect(proof.isValid(oldRoot: log.root(old), newRoot: log.root(new)), "\(old) to \(new)")
        if old < new {
          #expect(!proof.isValid(oldRoot: log.root(old + 1), newRoot: log.root(new)))
        }
        if old > 0 {
          #expect(!proof.isValid(oldRoot: log.root(old), newRoot: log.root(new + 1)))
        }
        let reversed = ConsistencyProof(
          oldSize: UInt64(new), newSize: UInt64(old), hashes: proof.hashes)
        #expect(old == new || !reversed.isValid(oldRoot: log.root(new), newRoot: log.root(old)))
      }
    }
  }

  @Test("A proof with a changed, missing, further or swapped hash fails")
  func changedProofs() {
    let log = Self.log
    let inclusion = MerkleTree.inclusionProof(of: 21, in: 37, log.subtree)
    let consistency = MerkleTree.consistencyProof(from: 21, to: 37, log.subtree)
    for variant in variants(of: inclusion.hashes) {
      #expect(
        !InclusionProof(index: 21, size: 37, hashes: variant)
          .isValid(leaf: log.leaves[21], root: log.root(37)))
    }
    for variant in variants(of: consistency.hashes) {
      #expect(
        !ConsistencyProof(oldSize: 21, newSize: 37, hashes: variant)
          .isValid(oldRoot: log.root(21), newRoot: log.root(37)))
    }
  }

  func variants(of hashes: [MerkleHash]) -> [[MerkleHash]] {
    var variants = [hashes + [.empty], [.empty] + hashes, Array(hashes.dropFirst()), []]
    for index in hashes.indices {
      var changed = hashes
      changed[index] = .leaf([9])
      variants.append(changed)
      var shorter = hashes
      shorter.remove(at: index)
      variants.append(shorter)
      if index > 0 {
        var swapped = hashes
        swapped.swapAt(index, index - 1)
        variants.append(swapped)
      }
    }
    return variants
  }

  @Test("Proofs for sizes that do not fit are refused without harm")
  func extremes() {
    let root = MerkleHash.empty
    for (index, size) in [(0, 0), (1, 1), (5, 3), (UInt64.max, UInt64.max), (0, UInt64.max)] {
      let proof = InclusionProof(index: index, size: size, hashes: [root, root])
      #expect(!proof.isValid(leaf: root, root: root))
    }
    for (old, new) in [(1, 0), (UInt64.max, 1), (0, 5), (1, UInt64.max)] {
      let proof = ConsistencyProof(oldSize: old, newSize: new, hashes: [root])
      #expect(!proof.isValid(oldRoot: root, newRoot: root))
    }
  }

  @Test("A leaf that looks like a node hashes differently")
  func domains() {
    let (left, right) = (MerkleHash.leaf([1]), MerkleHash.leaf([2]))
    #expect(MerkleHash.leaf(left.bytes + right.bytes) != .node(left, right))
    #expect(MerkleHash.leaf([]) != .empty)
    #expect(MerkleHash([UInt8](repeating: 0, count: 31)) == nil)
    #expect(MerkleHash(left.bytes) == left)
  }
}
