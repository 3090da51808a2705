import Crypto
import Evidence
import Transparency
import Verification

/// Three logs of a million entries that have entered a bundle, and the witnesses who saw them.
///
/// A reader believes the first proof that enough witnesses stand behind. Here that is the last of the
/// three, so that every signature has to be checked: one by each log and two by witnesses below each
/// checkpoint, nine in all.
struct SampleLogs {
  private static let size: UInt64 = 1 << 20
  private static let index: UInt64 = 700_001

  private let logs: [(name: String, key: SigningKey)]
  /// The first and the second are one witness under two names, who counts once.
  private let witnesses: [(name: String, key: SigningKey)]

  struct Failure: Error {}

  init() throws {
    logs = try (1...3).map { ("log\($0).example/log", try SigningKey()) }
    let (first, second) = (try SigningKey(), try SigningKey())
    witnesses = [("a.example/w", first), ("b.example/w", first), ("c.example/w", second)]
  }

  /// All three logs are believed, and two different witnesses are asked for.
  func trust() throws -> LogTrust {
    let keys = logs.map { NoteKey(name: $0.name, role: .log, publicKey: $0.key.publicKey) }
    let others = witnesses.map {
      NoteKey(name: $0.name, role: .witness, publicKey: $0.key.publicKey)
    }
    guard
      let trust = LogTrust(
        logs: keys.compactMap { $0 }, witnesses: others.compactMap { $0 }, threshold: 2)
    else { throw Failure() }
    return trust
  }

  /// The bundle with a proof by each log.
  func enter(_ bytes: [UInt8]) throws -> [UInt8] {
    var bundle = try Bundle(parsing: bytes)
    let entry = LogRecord.bundle(try BundleRecord(of: bundle)).canonicalBytes
    for (number, log) in logs.enumerated() {
      let isLast = number == logs.count - 1
      let signers = isLast ? [witnesses[0], witnesses[2]] : Array(witnesses[..<2])
      bundle = try bundle.entering(try Self.proof(of: entry, by: log, seenBy: signers))
    }
    return bundle.bytes
  }

  private static func proof(
    of entry: [UInt8], by log: (name: String, key: SigningKey),
    seenBy signers: [(name: String, key: SigningKey)]
  ) throws -> LogProof {
    let hashes = (0..<size.trailingZeroBitCount).map { MerkleHash.leaf(Array("\($0)".utf8)) }
    let inclusion = InclusionProof(index: index, size: size, hashes: hashes)
    guard let root = inclusion.root(for: .leaf(entry)) else { throw Failure() }
    let text = Checkpoint(origin: log.name, size: size, root: root).text
    let seconds = UInt64(SampleBundle.seconds)
    let cosignatures = signers.compactMap {
      Cosignature(of: text, as: $0.name, at: seconds, with: $0.key)?.signature
    }
    guard let note = SignedNote.sign(text, as: log.name, with: log.key),
      cosignatures.count == signers.count
    else { throw Failure() }
    return LogProof(index: index, hashes: hashes, checkpoint: note.adding(cosignatures))
  }
}
