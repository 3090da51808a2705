import Content
import Crypto
import TestSupport
import Transparency

/// Merkle proofs, signed notes, and a log that Tessera wrote.
enum TransparencyVectors {
  static func merkle(_ root: String) throws -> [ConformanceReport] {
    [
      try leaves(root + "/rfc6962-8leaf.json"), try inclusion(root + "/inclusion.json"),
      try consistency(root + "/consistency.json"),
      try subtrees([root + "/subtreeinclusion.json", root + "/subtreeconsistency.json"]),
    ]
  }

  private static func document(_ path: String) throws -> JSONField {
    JSONField(try JSON(parsing: Repository.bytes(at: path)))
  }

  private static func leaves(_ path: String) throws -> ConformanceReport {
    var report = ConformanceReport("Merkle, RFC 6962 leaves")
    let vector = try document(path)
    var hashes: [MerkleHash] = []
    report.check(
      MerkleHash.empty.description == (try vector.tag("empty_root").string()), "empty tree")
    let leaves = try vector.tag("leaves_hex").elements(atMost: 100)
    let roots = try vector.tag("roots_hex").elements(atMost: 100)
    for (leaf, root) in zip(leaves, roots) {
      hashes.append(.leaf(Hexadecimal.decode(try leaf.string()) ?? []))
      let expected = try root.string()
      report.check(MerkleHash.root(of: hashes[...]).description == expected, root.path)
    }
    return report
  }

  /// A hash in base64; nil where it has another length than a hash.
  private static func hash(_ field: JSONField) throws -> MerkleHash? {
    MerkleHash(try field.base64(atMost: 1000))
  }

  /// The hashes of a proof, null counting as none; nil where one has another length.
  private static func proof(_ field: JSONField) throws -> [MerkleHash]? {
    guard field.value != .null else { return [] }
    let hashes = try field.elements(atMost: 1000).map { try hash($0) }
    return hashes.contains(nil) ? nil : hashes.compactMap { $0 }
  }

  /// Sizes beyond 2⁶³, which no log has, are nil.
  private static func number(_ field: JSONField) throws -> UInt64? {
    UInt64(exactly: try field.number()).flatMap { $0 <= UInt64(Int64.max) ? $0 : nil }
  }

  private static func inclusion(_ path: String) throws -> ConformanceReport {
    var report = ConformanceReport("Merkle, inclusion proofs")
    for entry in try document(path).elements(atMost: 10_000) {
      var isValid = false
      if let leaf = try hash(entry.tag("leafHash")), let root = try hash(entry.tag("root")),
        let hashes = try proof(entry.tag("proof")), let index = try number(entry.tag("leafIdx")),
        let size = try number(entry.tag("treeSize"))
      {
        let proof = InclusionProof(index: index, size: size, hashes: hashes)
        isValid = proof.isValid(leaf: leaf, root: root)
      }
      let expected = try !entry.tag("wantErr").boolean()
      let name = try entry.tag("name").string()
      report.check(isValid == expected, "\(name): expected \(expected)")
    }
    return report
  }

  private static func consistency(_ path: String) throws -> ConformanceReport {
    var report = ConformanceReport("Merkle, consistency proofs")
    for entry in try document(path).elements(atMost: 10_000) {
      let name = try entry.tag("name").string()
      let expected = try !entry.tag("wantErr").boolean()
      guard let oldRoot = try hash(entry.tag("root1")), let newRoot = try hash(entry.tag("root2"))
      else {
        if expected {
          report.skip(because: "roots that are no SHA-256")
        } else {
          report.check(true, name)
        }
        continue
      }
      var isValid = false
      if let hashes = try proof(entry.tag("proof")), let old = try number(entry.tag("size1")),
        let new = try number(entry.tag("size2"))
      {
        let proof = ConsistencyProof(oldSize: old, newSize: new, hashes: hashes)
        isValid = proof.isValid(oldRoot: oldRoot, newRoot: newRoot)
      }
      report.check(isValid == expected, "\(name): expected \(expected)")
    }
    return report
  }

  private static func subtrees(_ paths: [String]) throws -> ConformanceReport {
    var report = ConformanceReport("Merkle, proofs of subtrees")
    for path in paths {
      report.skip(
        try document(path).elements(atMost: 10_000).count, because: "subtree proofs not offered")
    }
    return report
  }

  static func notes(_ root: String) throws -> [ConformanceReport] {
    var report = ConformanceReport("signed notes")
    let vectors = try document(root + "/notes.json")
    for entry in try vectors.tag("notes").elements(atMost: 1000) {
      let name = try entry.tag("name").string()
      let wanted = try entry.tag("want").string()
      let keys = try entry.tag("keys").elements(atMost: 100).map { NoteKey(try $0.string()) }
      report.check(!keys.contains(nil), "\(name): a key was refused")
      let note = SignedNote(try entry.tag("note_b64").base64(atMost: 1 << 20))
      let found = outcome(note?.verify(trusting: keys.compactMap { $0 }))
      report.check(wanted.hasPrefix(found), "\(name): expected \(wanted), found \(found)")
    }
    for entry in try vectors.tag("bad_vkeys").elements(atMost: 100) {
      let text = try entry.string()
      report.check(NoteKey(text) == nil, "\(text) was taken for a key")
    }
    try signing(vectors.tag("sign"), &report)
    return [report]
  }

  private static func outcome(_ verification: SignedNote.Verification?) -> String {
    switch verification {
    case nil: "reject:malformed"
    case .verified(let note): "ok:\(note.keys.count)"
    case .rejected(.ambiguousKey): "reject:ambiguous"
    case .rejected(.invalidSignature): "reject:invalid signature"
    case .rejected(.unverified): "reject:unverified"
    }
  }

  /// A private key as Go's note package writes it, and the line that it must sign.
  private static func signing(_ vector: JSONField, _ report: inout ConformanceReport) throws {
    let parts = try vector.tag("skey").string().split(separator: "+", maxSplits: 4)
    let encoded = Base64.decode(String(parts[4])) ?? []
    var seed = SecretBytes(capacity: SigningKey.seedByteCount)
    unsafe seed.append { room in
      unsafe room.copyBytes(from: encoded.dropFirst())
      return room.count
    }
    let note = SignedNote.sign(
      try vector.tag("text").string(), as: String(parts[2]), with: try SigningKey(seed: seed))
    let line = try vector.tag("want_sig_line").string()
    report.check(note?.signatures.first?.line == line, "the signature line differs")
  }

  /// Every checkpoint of the log holds for its entries and tiles, and follows from those before.
  static func tiles(_ root: String) throws -> [ConformanceReport] {
    var report = ConformanceReport("tlog-tiles, a log of Tessera's")
    let log = root + "/tessera-log"
    let text = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
    let key = NoteKey(text)
    report.check(key?.description == text, "the key")
    var previous: Checkpoint?
    for size in 0...15 {
      let note = SignedNote(try Repository.bytes(at: "\(log)/checkpoint.\(size)"))
      guard let note, let key, case .verified(let verified) = note.verify(trusting: [key]),
        let checkpoint = Checkpoint(verified.text)
      else {
        report.check(false, "checkpoint \(size)")
        continue
      }
      report.check(note.bytes == (try Repository.bytes(at: "\(log)/checkpoint.\(size)")), "bytes")
      report.check(
        checkpoint.size == UInt64(size) && checkpoint.text == verified.text, "size \(size)")
      try check(checkpoint, since: previous, of: log, &report)
      previous = checkpoint
    }
    return [report]
  }

  private static func check(
    _ checkpoint: Checkpoint, since previous: Checkpoint?, of log: String,
    _ report: inout ConformanceReport
  ) throws {
    let size = checkpoint.size
    var reader = TileReader(size: size) { tile in
      let bytes = try Repository.bytes(at: "\(log)/\(tile.path)")
      return (0..<tile.width).compactMap { MerkleHash(bytes[(32 * $0)..<(32 * $0 + 32)]) }
    }
    report.check(try reader.root() == checkpoint.root, "root of \(size)")
    for tile in Tile.tiles(to: size) where tile.kind == .entries {
      let bundle = try Repository.bytes(at: "\(log)/\(tile.path)")
      let entries = EntryBundle.entries(in: bundle, count: tile.width) ?? []
      report.check(entries.count == Int(size), "entries of \(size)")
      for (index, entry) in entries.enumerated() {
        let proof = try reader.inclusionProof(of: UInt64(index))
        report.check(
          proof.isValid(leaf: .leaf(entry), root: checkpoint.root), "\(index) in \(size)")
      }
    }
    guard let previous else { return }
    let proof = try reader.consistencyProof(from: previous.size)
    report.check(
      proof.isValid(oldRoot: previous.root, newRoot: checkpoint.root), "\(size) follows")
  }
}
