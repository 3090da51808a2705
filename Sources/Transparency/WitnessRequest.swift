import Content

/// What a log asks of a witness (C2SP tlog-witness, `add-checkpoint`):
///
///     old <size>
///     <base64 of a hash of the consistency proof>, at most 63 such lines
///
///     <checkpoint with its signatures>
package struct WitnessRequest: Hashable, Sendable {
  private static let mostHashes = 63

  package let oldSize: UInt64
  package let hashes: [MerkleHash]
  /// Nil where what follows the proof is no signed note, and thus signed by nobody.
  package let note: SignedNote?

  package init(oldSize: UInt64, hashes: [MerkleHash], note: SignedNote) {
    self.oldSize = oldSize
    self.hashes = hashes
    self.note = note
  }

  /// Nil for what is no such request.
  package init?(_ bytes: [UInt8]) {
    guard let head = Self.head(of: bytes),
      let text = String(validating: bytes[..<head], as: UTF8.self)
    else { return nil }
    let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, first.hasPrefix("old "),
      let oldSize = Checkpoint.size(first.dropFirst(4)), lines.count <= Self.mostHashes + 1
    else { return nil }
    let hashes = lines.dropFirst().compactMap { line in
      Base64.decode(String(line)).flatMap { MerkleHash($0) }
    }
    guard hashes.count == lines.count - 1 else { return nil }
    self.oldSize = oldSize
    self.hashes = hashes
    note = SignedNote(Array(bytes[(head + 1)...]))
  }

  /// The number of bytes before the first empty line.
  private static func head(of bytes: [UInt8]) -> Int? {
    let newline = UInt8(ascii: "\n")
    return bytes.indices.dropFirst().first { bytes[$0] == newline && bytes[$0 - 1] == newline }
  }

  package var bytes: [UInt8] {
    let lines = ["old \(oldSize)"] + hashes.map { Base64.encode($0.bytes) } + [""]
    return lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] } + (note?.bytes ?? [])
  }
}
