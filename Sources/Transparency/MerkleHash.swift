import Content
import Crypto

/// One hash of a log's tree (RFC 6962 section 2.1): 32 bytes of SHA-256, where leaves and inner
/// nodes are told apart by a byte in front.
package struct MerkleHash: Hashable, Sendable, CustomStringConvertible {
  package static let byteCount = 32

  /// The root of a tree without leaves.
  package static let empty = unsafe hash { _ in 0 }

  // The bytes in their order in memory; four words spare an allocation for each of a log's hashes.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Nil unless there are 32 bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    unsafe withUnsafeMutableBytes(of: &words) { unsafe $0.copyBytes(from: bytes) }
    self.words = words
  }

  /// SHA-256(00 ‖ entry).
  package static func leaf(_ entry: [UInt8]) -> MerkleHash {
    unsafe hash(room: entry.count + 1) { buffer in
      unsafe buffer[0] = 0
      unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyBytes(from: entry)
      return entry.count + 1
    }
  }

  /// SHA-256(01 ‖ left ‖ right).
  package static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
    unsafe hash(room: 2 * byteCount + 1) { buffer in
      unsafe buffer[0] = 1
      unsafe left.copy(to: UnsafeMutableRawBufferPointer(rebasing: buffer[1..<33]))
      unsafe right.copy(to: UnsafeMutableRawBufferPointer(rebasing: buffer[33..<65]))
      return 2 * byteCount + 1
    }
  }

  /// The root of the tree whose leaves have these hashes (section 2.1).
  package static func root(of leaves: ArraySlice<MerkleHash>) -> MerkleHash {
    guard let first = leaves.first else { return empty }
    if leaves.count == 1 { return first }
    let middle = leaves.startIndex + MerkleTree.split(leaves.count)
    return node(root(of: leaves[..<middle]), root(of: leaves[middle...]))
  }

  package var bytes: [UInt8] { unsafe withUnsafeBytes(of: words) { unsafe Array($0) } }

  package var description: String {
    Hexadecimal.encode(bytes)
  }

  package static func == (left: MerkleHash, right: MerkleHash) -> Bool { left.words == right.words }

  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  private func copy(to target: UnsafeMutableRawBufferPointer) {
    unsafe withUnsafeBytes(of: words) { unsafe target.copyMemory(from: $0) }
  }

  /// Hashes as many bytes as `fill` says that it wrote, of at most `room`.
  private static func hash(
    room: Int = 0, _ fill: (UnsafeMutableRawBufferPointer) -> Int
  ) -> MerkleHash {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    unsafe withUnsafeTemporaryAllocation(byteCount: room, alignment: 16) { buffer in
      let count = unsafe fill(buffer)
      let input = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
      unsafe withUnsafeMutableBytes(of: &words) { unsafe SHA256.hash(input, into: $0) }
    }
    return MerkleHash(words: words)
  }

  private init(words: (UInt64, UInt64, UInt64, UInt64)) {
    self.words = words
  }
}
