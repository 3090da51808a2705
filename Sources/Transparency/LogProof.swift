import Content

/// Proof for people offline that an entry is in a log, at one checkpoint (C2SP tlog-proof):
///
///     c2sp.org/tlog-proof@v1
///     index 73894
///     <base64 of a hash of the inclusion proof>, from the leaf up
///
///     <checkpoint with its signatures>
///
/// Nothing in it is believed before `LogTrust.check`.
package struct LogProof: Hashable, Sendable {
  private static let header = "c2sp.org/tlog-proof@v1"
  private static let indexPrefix = "index "
  private static let extraPrefix = "extra "
  private static let mostHashes = 63
  /// Bytes of a proof at most: 63 hashes, and a checkpoint with many signatures.
  package static let largest = 32 << 10

  package let index: UInt64
  package let hashes: [MerkleHash]
  package let checkpoint: SignedNote
  /// What somebody put beside the proof, in base64; nothing vouches for it. Nil for none.
  package let extra: String?

  package init(index: UInt64, hashes: [MerkleHash], checkpoint: SignedNote) {
    self.index = index
    self.hashes = hashes
    self.checkpoint = checkpoint
    extra = nil
  }

  /// Nil for what is no such proof, or is larger than 32 KiB.
  package init?(_ bytes: [UInt8]) {
    let newline = UInt8(ascii: "\n")
    guard bytes.count <= Self.largest,
      let end = bytes.indices.dropFirst().first(where: {
        bytes[$0] == newline && bytes[$0 - 1] == newline
      }),
      let head = String(validating: bytes[..<(end - 1)], as: UTF8.self),
      let checkpoint = SignedNote(Array(bytes[(end + 1)...]))
    else { return nil }
    var lines = head.split(separator: "\n", omittingEmptySubsequences: false)[...]
    guard lines.popFirst() == Self.header[...] else { return nil }
    var extra: String?
    if let line = lines.first, line.hasPrefix(Self.extraPrefix) {
      extra = String(line.dropFirst(Self.extraPrefix.count))
      guard extra.flatMap({ Base64.decode($0) }) != nil else { return nil }
      lines.removeFirst()
    }
    guard let line = lines.popFirst(), line.hasPrefix(Self.indexPrefix),
      let index = Checkpoint.size(line.dropFirst(Self.indexPrefix.count)),
      lines.count <= Self.mostHashes
    else { return nil }
    let hashes = lines.compactMap { Base64.decode(String($0)).flatMap { MerkleHash($0) } }
    guard hashes.count == lines.count else { return nil }
    self.index = index
    self.hashes = hashes
    self.checkpoint = checkpoint
    self.extra = extra
  }

  /// The file (`.tlog-proof`).
  package var bytes: [UInt8] {
    let extras = extra.map { [Self.extraPrefix + $0] } ?? []
    let lines =
      [Self.header] + extras + [Self.indexPrefix + String(index)]
      + hashes.map { Base64.encode($0.bytes) } + [""]
    return lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] } + checkpoint.bytes
  }
}
