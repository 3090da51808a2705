/// The entries of a tile as its file has them: each a big-endian length of two bytes, then its
/// bytes.
package enum EntryBundle {
  /// What the length can say.
  package static let largestEntry = 65_535

  /// Appends an entry, which must not be larger than `largestEntry`.
  package static func append(_ entry: [UInt8], to bytes: inout [UInt8]) {
    precondition(entry.count <= largestEntry, "an entry has at most 65,535 bytes")
    bytes.append(UInt8(entry.count >> 8))
    bytes.append(UInt8(entry.count & 0xFF))
    bytes += entry
  }

  /// Nil unless the bytes are exactly `count` entries.
  package static func entries(in bytes: [UInt8], count: Int) -> [[UInt8]]? {
    var entries: [[UInt8]] = []
    var rest = bytes[...]
    while entries.count < count {
      guard let high = rest.popFirst(), let low = rest.popFirst() else { return nil }
      let length = Int(high) << 8 | Int(low)
      guard rest.count >= length else { return nil }
      entries.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return rest.isEmpty ? entries : nil
  }
}
