import Content
import Linux
import TestSupport
import Testing
import Transparency

/// `assay log` from the command line, and bundles that carry its proofs.
@Suite struct LogCommandTests {
  let journey: JourneyCase
  let folder: String
  let log: String

  init() throws {
    let workspace = try JourneyWorkspace.shared.get()
    journey = try workspace.prepare(VerdictTests.answer)
    folder = journey.folder.path
    log = folder + "/log"
  }

  func assay(_ words: String...) throws -> Program.Answer { try journey.workspace.run(words) }

  func file(_ name: String, _ text: String) throws -> String {
    try FileDescriptor.open(folder, [.readOnly, .directory])
      .write(Array(text.utf8), to: name, .atomic)
    return "\(folder)/\(name)"
  }

  /// Makes the log and its key; the answer is the public key.
  func makeLog() throws -> String {
    let answer = try assay(
      "log", "init", log, "--origin", "example.com/log", "--key", "\(folder)/key.pem", "--export",
      "\(folder)/log.vkey")
    try #require(answer.code == 0, "\(answer.standardError)")
    return String(answer.standardOutput.dropLast())
  }

  var key: [String] { ["--key", "\(folder)/key.pem"] }

  @Test("A run with a log leaves a bundle that proves to be in it")
  func run() throws {
    let vkey = try makeLog()
    let status = try FileDescriptor.open("\(folder)/key.pem", .readOnly).status()
    #expect(status.mode & 0o777 == 0o600)
    let answer = try journey.run(["--log", log] + key)
    #expect(answer.code == 0, "\(answer.standardError)")
    #expect(try journey.verify(["--log-key", vkey]).code == 0)
    #expect(try journey.verify(["--log-key", "\(folder)/log.vkey"]).code == 0)
    let plain = try journey.verify()
    #expect(plain.code == 0 && plain.standardOutput.contains("whose key is not pinned"))
    let fsck = try journey.workspace.run(["log", "fsck", log, "--json"] + key)
    #expect(fsck.code == 0)
    let report = JSONField(try JSON(parsing: Array(fsck.standardOutput.utf8)))
    #expect(try report.tag("size").integer(in: 0...10) == 4)
    #expect(try report.tag("isSound").boolean())
  }

  @Test("A log that cannot be written after the job has run costs the proof, not the result")
  func unwritable() throws {
    let vkey = try makeLog()
    do {
      let writer = try PosixStorage(writing: log)
      defer { withExtendedLifetime(writer) {} }
      let answer = try journey.run(["--log", log] + key)
      #expect(answer.code == 1, "\(answer.standardError)")
      #expect(answer.standardError.contains("another process writes it"))
      #expect(answer.standardError.contains("assay log append --embed"))
    }
    #expect(try journey.verify().code == 0)
    let appended = try journey.workspace.run(
      ["log", "append", log, journey.bundle, "--embed"] + key)
    #expect(appended.code == 0, "\(appended.standardError)")
    #expect(try journey.verify(["--log-key", vkey]).code == 0)
  }

  @Test("A bundle without a proof, or with another log's, is refused where a log is asked for")
  func requirement() throws {
    let vkey = try makeLog()
    #expect(try journey.run().code == 0)
    let missing = try journey.verify(["--log-key", vkey])
    #expect(missing.code == 3 && missing.standardOutput.contains("FAILED       transparency"))
    let appended = try journey.workspace.run(
      ["log", "append", log, journey.bundle, "--embed"] + key)
    #expect(appended.code == 0 && appended.standardOutput.contains("3 sha256:"))
    #expect(try journey.verify(["--log-key", vkey]).code == 0)
    let other = try assay(
      "log", "init", "\(folder)/other", "--origin", "other.example/log", "--key",
      "\(folder)/other.pem")
    let foreign = try journey.verify([
      "--log-key", String(other.standardOutput.dropLast()),
    ])
    #expect(foreign.code == 3 && foreign.standardOutput.contains("unknown-log"))
  }

  @Test("Proofs are checked offline, and only of what they are of")
  func proofs() throws {
    let vkey = try makeLog()
    #expect(try journey.run(["--log", log] + key).code == 0)
    let proof = try assay("log", "prove", log, "--of", journey.bundle, "--log-key", vkey)
    let path = try file("p.tlog-proof", proof.standardOutput)
    let good = try assay("log", "verify", path, "--of", journey.bundle, "--log-key", vkey)
    #expect(good.code == 0 && good.standardOutput.contains("entry 3"), "\(good)")
    let first = try assay("log", "prove", log, "--index", "0", "--log-key", vkey)
    let other = try file("q.tlog-proof", first.standardOutput)
    let wrong = try assay("log", "verify", other, "--of", journey.bundle, "--log-key", vkey)
    #expect(wrong.code == 3 && wrong.standardError.contains("not-included"))
    let cut = try file("r.tlog-proof", String(proof.standardOutput.dropLast(20)))
    #expect(try assay("log", "verify", cut, "--of", journey.bundle, "--log-key", vkey).code == 3)
    #expect(try assay("log", "prove", log, "--index", "4", "--log-key", vkey).code == 1)
  }

  @Test("A log that grew is followed from an older checkpoint, one that was rolled back is not")
  func growth() throws {
    let vkey = try makeLog()
    #expect(try journey.run(["--log", log] + key).code == 0)
    let old = try file(
      "old", String(decoding: try Repository.bytes(at: "\(log)/checkpoint"), as: UTF8.self))
    #expect(try journey.workspace.run(["log", "append", log, journey.bundle] + key).code == 0)
    let steps = try assay("log", "prove", log, "--since", "4", "--log-key", vkey)
    let growth = try file("growth", steps.standardOutput)
    #expect(try assay("log", "verify", growth, "--since", old, "--log-key", vkey).code == 0)
    let back = try assay(
      "log", "verify", old, "--since", "\(log)/checkpoint", "--log-key", vkey, "--json")
    #expect(back.code == 3 && back.standardOutput.contains("log.rolled-back"))
    // A second history of the same size, under the same key.
    let fork = "\(folder)/fork"
    _ = try assay(
      "log", "init", fork, "--origin", "example.com/log", "--key", "\(folder)/key.pem")
    let other = try journey.workspace.prepare(VerdictTests.answer)
    #expect(try other.run(["--log", fork] + key).code == 0)
    let split = try assay(
      "log", "verify", "\(fork)/checkpoint", "--since", old, "--log-key", vkey, "--json")
    #expect(split.code == 3 && split.standardOutput.contains("log.fork"), "\(split)")
  }

  @Test("A witness's word goes below the checkpoint and into the bundle")
  func witness() throws {
    let vkey = try makeLog()
    #expect(try journey.run(["--log", log] + key).code == 0)
    let named = [
      "log", "witness", "\(folder)/state", "--name", "witness.example/w", "--key",
      "\(folder)/witness.pem", "--log-key", vkey,
    ]
    let witness = try journey.workspace.run(named).standardOutput.dropLast()
    let request = try file(
      "request", try assay("log", "prove", log, "--since", "0", "--log-key", vkey).standardOutput)
    let answer = try journey.workspace.run(named + ["--answer", request])
    #expect(answer.code == 0, "\(answer.standardError)")
    let again = try journey.workspace.run(named + ["--answer", request, "--json"])
    #expect(again.code == 3 && again.standardOutput.contains("witness.409"))
    let asked = ["--log-key", vkey, "--witness-key", String(witness)]
    #expect(try journey.verify(asked).standardOutput.contains("too-few-witnesses"))
    let cosignature = try file("cosignature", answer.standardOutput)
    let cosigned = try journey.workspace.run(
      ["log", "cosign", log, cosignature, "--witness-key", String(witness)] + key)
    #expect(cosigned.code == 0, "\(cosigned.standardError)")
    let embedded = try journey.workspace.run(
      ["log", "prove", log, "--of", journey.bundle, "--embed"] + key)
    #expect(embedded.code == 0)
    #expect(try journey.verify(asked).code == 0)
    // The log goes on from there.
    #expect(try journey.workspace.run(["log", "append", log, journey.bundle] + key).code == 0)
  }

  @Test("fsck finds a changed byte")
  func damage() throws {
    _ = try makeLog()
    #expect(try journey.run(["--log", log] + key).code == 0)
    let path = "\(log)/tile/entries/000.p/4"
    var bytes = try Repository.bytes(at: path)
    bytes[40] ^= 1
    try FileDescriptor.open(path, [.writeOnly, .truncate]).writeAll(bytes)
    let answer = try journey.workspace.run(["log", "fsck", log] + key)
    #expect(answer.code == 3 && answer.standardOutput.contains("1 problems"), "\(answer)")
    let append = try journey.workspace.run(["log", "append", log, journey.bundle] + key)
    #expect(append.code == 3 && append.standardError.contains("run fsck"), "\(append)")
  }

  @Test("What a user gets wrong is said, with the status of the table")
  func mistakes() throws {
    let vkey = try makeLog()
    #expect(try journey.run().code == 0)
    let cases: [([String], Int32, String)] = [
      (["init", log, "--origin", "a/b"] + key, 2, "exists"),
      (["init", "\(folder)/new", "--origin", "a b"] + key, 2, "white space"),
      (["init", "\(folder)/new"], 2, "--origin"),
      (["init", "\(folder)/new", "--origin", "a", "--key", "\(folder)/new/k"], 2, "keep it"),
      (["append", log], 2, "at least 2"),
      (["append", log, "\(folder)/job.json"] + key, 2, "neither a bundle"),
      (["append", "\(folder)/absent", journey.bundle] + key, 1, "missing"),
      (["prove", log] + key, 2, "one of --of"),
      (["prove", log, "--index", "x"] + key, 2, "“x”"),
      (["prove", log, "--of", journey.bundle] + key, 3, "is not in"),
      (["verify", "\(log)/checkpoint"], 2, "--log-key"),
      (["verify", "\(log)/checkpoint", "--log-key", "x"], 1, "x is no key"),
      (["verify", "\(folder)/job.json", "--log-key", vkey], 3, "neither a tlog-proof"),
      (["verify", "\(log)/checkpoint", "--log-key", vkey, "--witnesses", "1"], 2, "--witnesses"),
      (["fsck", "\(folder)/absent"], 1, "absent"),
      (["witness", "\(folder)/w"], 2, "--name"),
    ]
    for (words, code, text) in cases {
      let answer = try journey.workspace.run(["log"] + words)
      #expect(answer.code == code, "\(words): \(answer)")
      #expect(answer.standardError.contains(text), "\(words): \(answer.standardError)")
      #expect(answer.standardOutput.isEmpty, "\(words)")
    }
  }
}
