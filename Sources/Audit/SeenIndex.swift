package import Content
import Crypto

/// Which documents and leases a log has entered, and where first, so that replays stand out.
///
/// An entry takes 24 bytes, and about as many again of room to grow. Held is the beginning of a hash
/// of each digest: whoever writes a log chooses the digests, but not their hashes, so that nobody can
/// make two different ones look the same.
package struct SeenIndex: Sendable, Equatable {
  package enum Role: UInt8, Sendable {
    /// The digest of a logged document.
    case document = 1
    case lease = 2
    /// An envelope that a bundle counts.
    case counted = 3
  }

  static let entryByteCount = 24
  private static let fingerprintByteCount = 16

  private struct Fingerprint: Hashable, Comparable {
    let high: UInt64
    let low: UInt64

    static func < (left: Fingerprint, right: Fingerprint) -> Bool {
      (left.high, left.low) < (right.high, right.low)
    }
  }

  private var indices: [Fingerprint: UInt64] = [:]

  package init() {}

  package var count: Int { indices.count }

  /// Where `digest` was entered first.
  package func index(of digest: Digest, as role: Role) -> UInt64? {
    indices[Self.fingerprint(digest, role)]
  }

  /// Remembers where `digest` was entered.
  ///
  /// - Returns: where it was entered before, which stays remembered; nil if nowhere.
  package mutating func insert(_ digest: Digest, as role: Role, at index: UInt64) -> UInt64? {
    let fingerprint = Self.fingerprint(digest, role)
    if let earlier = indices[fingerprint] { return earlier }
    indices[fingerprint] = index
    return nil
  }

  private static func fingerprint(_ digest: Digest, _ role: Role) -> Fingerprint {
    let hash = SHA256.hash([role.rawValue] + digest.bytes)
    return Fingerprint(high: integer(hash[..<8]), low: integer(hash[8..<16]))
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension SeenIndex {
  /// Ascending; each 16 bytes of fingerprint and eight of index, big-endian.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * Self.entryByteCount)
    for (fingerprint, index) in indices.sorted(by: { $0.key < $1.key }) {
      for word in [fingerprint.high, fingerprint.low, index] {
        for shift in stride(from: 56, through: 0, by: -8) {
          bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
      }
    }
    return bytes
  }

  /// Reads what `bytes` wrote; nil for anything else.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count.isMultiple(of: Self.entryByteCount) else { return nil }
    indices.reserveCapacity(bytes.count / Self.entryByteCount)
    var last: Fingerprint?
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: Self.entryByteCount) {
      let words = (0..<3).map { Self.integer(bytes[(start + 8 * $0)..<(start + 8 * $0 + 8)]) }
      let fingerprint = Fingerprint(high: words[0], low: words[1])
      guard last.map({ $0 < fingerprint }) ?? true else { return nil }
      indices[fingerprint] = words[2]
      last = fingerprint
    }
  }
}
