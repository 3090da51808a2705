import Content
import Crypto
import Linux
import TestSupport
import Testing
import Transparency

/// Go's checksum database, minisign and openssl judge what this house signs and proves, and the other
/// way round.
@Suite struct PeerTests {
  let setting: LogProofTests
  let folder: TemporaryFolder

  init() throws {
    setting = try LogProofTests()
    folder = try TemporaryFolder()
  }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try FileDescriptor.open(folder.path, [.readOnly, .directory]).write(bytes, to: name, .atomic)
    return "\(folder.path)/\(name)"
  }

  func sumdb(_ words: String...) throws -> Program.Answer {
    try Program(at: LogPeers.sumdb).run(words)
  }

  @Test(
    "sumdb/note and tlog accept our checkpoints and proofs, and no changed one",
    .enabled(if: LogPeers.hasSumdb, "needs Go's sumdb packages: Tests/install-peers"))
  func accepted() throws {
    let key = "\(try setting.noteKey)"
    let older = try file("older", try setting.checkpoint(7).bytes)
    #expect(try sumdb("note", key, older).code == 0)
    for (index, size) in [(0, 1), (4, 7), (39, 40), (12, 33)] {
      let proof = try setting.proof(index, in: size)
      let path = try file("proof", proof.bytes)
      let entry = try file("entry", setting.log.entry(index))
      #expect(try sumdb("inclusion", key, path, entry).code == 0, "\(index) of \(size)")
      let wrong = try file("entry", setting.log.entry(index + 1))
      #expect(try sumdb("inclusion", key, path, wrong).code == 3, "\(index) of \(size)")
    }
    for size in [7, 8, 33, 40] {
      let steps = MerkleTree.consistencyProof(
        from: 7, to: UInt64(size), setting.log.subtree)
      let note = try setting.checkpoint(size)
      let request = WitnessRequest(oldSize: 7, hashes: steps.hashes, note: note)
      let path = try file("request", request.bytes)
      #expect(try sumdb("consistency", key, older, path).code == 0, "to \(size)")
      let forged = WitnessRequest(oldSize: 7, hashes: steps.hashes + [.empty], note: note)
      let changed = try file("request", forged.bytes)
      #expect(try sumdb("consistency", key, older, changed).code == 3, "to \(size)")
    }
    let stranger = try #require(
      NoteKey(name: LogProofTests.origin, role: .log, publicKey: try SigningKey().publicKey))
    #expect(try sumdb("note", "\(stranger)", older).code == 3)
  }

  @Test(
    "We accept sumdb/note's signatures, and tlog's roots and proofs are ours, hash for hash",
    .enabled(if: LogPeers.hasSumdb, "needs Go's sumdb packages: Tests/install-peers"))
  func theirs() throws {
    let text = Checkpoint(origin: "go.example/log", size: 40, root: setting.log.root(40)).text
    let path = try file("text", Array(text.utf8))
    let answer = try sumdb("sign", "go.example/log", path).standardOutput
    let end = try #require(answer.firstIndex(of: "\n"))
    let key = try #require(NoteKey(String(answer[..<end])))
    let note = try #require(SignedNote(Array(answer[answer.index(after: end)...].utf8)))
    let trust = try #require(LogTrust(logs: [key]))
    guard case .verified(let head) = trust.check(note) else {
      Issue.record("not verified")
      return
    }
    #expect(head.checkpoint.text == text)
    var lines = 0
    for line in try sumdb("tree", "40").standardOutput.split(separator: "\n") {
      let words = line.split(separator: " ")
      let (size, other) = (try #require(UInt64(words[1])), try #require(UInt64(words[2])))
      let expected = words[3...].compactMap { Base64.decode(String($0)).flatMap { MerkleHash($0) } }
      let found: [MerkleHash] =
        switch words[0] {
        case "root": [setting.log.root(Int(size))]
        case "grown":
          MerkleTree.consistencyProof(from: other, to: size, setting.log.subtree).hashes
        default: MerkleTree.inclusionProof(of: other, in: size, setting.log.subtree).hashes
        }
      #expect(found == expected, "\(line)")
      lines += 1
    }
    #expect(lines == 40 + 40 * 41)
  }

  @Test(
    "minisign verifies our signatures, and we its",
    .enabled(if: LogPeers.hasMinisign, "needs minisign: Tests/install-peers"))
  func minisign() throws {
    let key = try SigningKey()
    let message = try setting.checkpoint(9).bytes
    let path = try file("message", message)
    let identity = [UInt8](0..<8)
    let kind = Array("Ed".utf8)
    let signature = key.sign(message)
    let comment = Array("of a checkpoint".utf8)
    let lines = [
      "untrusted comment: x", Base64.encode(kind + identity + signature),
      "trusted comment: of a checkpoint", Base64.encode(key.sign(signature + comment)),
    ]
    _ = try file("message.minisig", Array((lines.joined(separator: "\n") + "\n").utf8))
    let publicKey = Base64.encode(kind + identity + key.publicKey.bytes)
    let good = try Program(at: "minisign").run(["-V", "-P", publicKey, "-m", path])
    #expect(good.code == 0, "\(good)")
    _ = try file("message", message + [0])
    #expect(try Program(at: "minisign").run(["-V", "-P", publicKey, "-m", path]).code != 0)
    // And back: a key without a password, and its plain, not prehashed, signature.
    let made = try Program(at: "minisign").run([
      "-G", "-W", "-p", "\(folder.path)/m.pub", "-s", "\(folder.path)/m.key",
    ])
    try #require(made.code == 0, "\(made)")
    let signed = try Program(at: "minisign").run([
      "-S", "-l", "-s", "\(folder.path)/m.key", "-m", path, "-x", "\(folder.path)/m.sig",
    ])
    try #require(signed.code == 0, "\(signed)")
    let theirKey = try #require(PublicKey(Array(try decoded("m.pub").dropFirst(10))))
    let theirs = Array(try decoded("m.sig").dropFirst(10))
    #expect(theirKey.isValid(theirs, for: message + [0]))
    #expect(!theirKey.isValid(theirs, for: message))
  }

  /// The base64 of the second line of a file of minisign's.
  private func decoded(_ name: String) throws -> [UInt8] {
    let text = String(
      decoding: try Repository.bytes(at: "\(folder.path)/\(name)"), as: UTF8.self)
    return try #require(Base64.decode(String(text.split(separator: "\n")[1])))
  }

  @Test("openssl verifies a checkpoint's raw signature, and no changed one")
  func openssl() throws {
    let note = try setting.checkpoint(9)
    let key = "\(folder.path)/key.pem"
    try KeyFile.write(setting.logKey.publicKey, to: key)
    let signature = try file("signature", note.signatures[0].bytes)
    for (text, code) in [(note.unverifiedText, Int32(0)), (note.unverifiedText + "\n", 1)] {
      let message = try file("message", Array(text.utf8))
      let answer = try Program(at: "openssl").run([
        "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", message, "-sigfile",
        signature,
      ])
      #expect(answer.code == code, "\(answer)")
    }
  }
}

/// The programs of others that judge here.
enum LogPeers {
  static let sumdb = "\(Repository.root)/.build/log-peer/sumdb"
  static let hasSumdb = (try? FileDescriptor.open(sumdb, .readOnly).status()) != nil
  static let hasMinisign =
    (try? Program(at: "minisign").run(["-v"]))?.standardOutput.contains("minisign") ?? false
}
