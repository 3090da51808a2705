import Content

/// The head of a log at one size, as its log signs it (C2SP tlog-checkpoint):
///
///     example.com/log
///     20852163
///     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
package struct Checkpoint: Hashable, Sendable {
  /// Names the log.
  package let origin: String
  /// The number of its leaves, below 2⁶³.
  package let size: UInt64
  package let root: MerkleHash
  /// Further lines, which logs should not have, without their newlines.
  package let extensions: [String]

  package init(origin: String, size: UInt64, root: MerkleHash) {
    self.origin = origin
    self.size = size
    self.root = root
    extensions = []
  }

  /// Reads a note's text, which must be in exactly the form above.
  package init?(_ text: String) {
    guard text.utf8.last == UInt8(ascii: "\n") else { return nil }
    let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 3, lines.allSatisfy({ !$0.isEmpty }), let size = Self.size(lines[1]),
      let root = Base64.decode(String(lines[2])).flatMap({ MerkleHash($0) })
    else { return nil }
    origin = String(lines[0])
    self.size = size
    self.root = root
    extensions = lines[3...].map { String($0) }
  }

  /// A decimal number below 2⁶³ without leading zeros.
  static func size(_ text: some StringProtocol) -> UInt64? {
    guard let size = UInt64(text), size <= UInt64(Int64.max), String(size) == text else {
      return nil
    }
    return size
  }

  /// The text that is signed.
  package var text: String {
    let lines = [origin, String(size), Base64.encode(root.bytes)] + extensions
    return lines.joined(separator: "\n") + "\n"
  }
}
