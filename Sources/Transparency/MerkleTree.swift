/// The shape of a log's tree (RFC 6962 section 2.1): which hashes prove what.
package enum MerkleTree {
  /// The largest power of two below `count`, where a tree of `count` ≥ 2 leaves divides.
  static func split<Count: BinaryInteger>(_ count: Count) -> Count {
    var power: Count = 1
    while power * 2 < count { power *= 2 }
    return power
  }

  /// A complete subtree: 2^height leaves, from the leaf index · 2^height on.
  package struct Subtree: Hashable, Sendable {
    package let height: Int
    package let index: UInt64

    package init(height: Int, index: UInt64) {
      self.height = height
      self.index = index
    }
  }

  /// Gives the hash of a complete subtree.
  package typealias Source<Failure: Error> = (Subtree) throws(Failure) -> MerkleHash

  /// The root of the first `size` leaves.
  package static func root<Failure: Error>(
    size: UInt64, _ source: Source<Failure>
  ) throws(Failure) -> MerkleHash {
    size == 0 ? .empty : try hash(of: 0..<size, source)
  }

  /// Proves that the leaf `index` is among the first `size` (PATH of section 2.1.1).
  ///
  /// - Precondition: `index < size`.
  package static func inclusionProof<Failure: Error>(
    of index: UInt64, in size: UInt64, _ source: Source<Failure>
  ) throws(Failure) -> InclusionProof {
    precondition(index < size, "a leaf beyond the tree")
    var hashes: [MerkleHash] = []
    var range = 0..<size
    while range.upperBound - range.lowerBound > 1 {
      let middle = range.lowerBound + split(range.upperBound - range.lowerBound)
      let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
      hashes.append(try hash(of: index < middle ? right : left, source))
      range = index < middle ? left : right
    }
    return InclusionProof(index: index, size: size, hashes: hashes.reversed())
  }

  /// Proves that the first `old` leaves are still the first of `new` (PROOF of section 2.1.2).
  ///
  /// - Precondition: `old <= new`.
  package static func consistencyProof<Failure: Error>(
    from old: UInt64, to new: UInt64, _ source: Source<Failure>
  ) throws(Failure) -> ConsistencyProof {
    precondition(old <= new, "a log does not shrink")
    var hashes: [MerkleHash] = []
    var range = 0..<new
    // Whether the old tree is exactly what lies in `range`, so that its root is known anyway.
    var isWhole = true
    while old > 0, range.upperBound != old {
      let middle = range.lowerBound + split(range.upperBound - range.lowerBound)
      let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
      hashes.append(try hash(of: old <= middle ? right : left, source))
      isWhole = isWhole && old <= middle
      range = old <= middle ? left : right
    }
    if old > 0, !isWhole { hashes.append(try hash(of: range, source)) }
    return ConsistencyProof(oldSize: old, newSize: new, hashes: hashes.reversed())
  }

  /// The hash of the subtree over `range`, which starts where a subtree of its size may start.
  private static func hash<Failure: Error>(
    of range: Range<UInt64>, _ source: Source<Failure>
  ) throws(Failure) -> MerkleHash {
    let count = range.upperBound - range.lowerBound
    if count & (count - 1) == 0 {
      let height = count.trailingZeroBitCount
      return try source(Subtree(height: height, index: range.lowerBound >> UInt64(height)))
    }
    let middle = range.lowerBound + split(count)
    return .node(
      try hash(of: range.lowerBound..<middle, source),
      try hash(of: middle..<range.upperBound, source))
  }
}
