import Content
import Linux
import TestSupport
import Testing
import Transparency

/// `assay audit` from the command line: a log, what a run enters in it, and what somebody then does.
@Suite struct AuditCommandTests {
  let journey: JourneyCase
  let folder: String
  let log: String
  let vkey: String

  init() throws {
    let workspace = try JourneyWorkspace.shared.get()
    journey = try workspace.prepare(VerdictTests.answer)
    folder = journey.folder.path
    log = folder + "/log"
    let made = try workspace.run([
      "log", "init", log, "--origin", "example.com/log", "--key", "\(folder)/key.pem",
    ])
    try #require(made.code == 0, "\(made.standardError)")
    vkey = String(made.standardOutput.dropLast())
    try enter(journey, in: log)
  }

  /// Runs a job and enters its bundle, which then has the proof.
  func enter(_ journey: JourneyCase, in log: String) throws {
    let ran = try journey.run()
    try #require(ran.code == 0, "\(ran.standardError)")
    let entered = try journey.workspace.run([
      "log", "append", log, journey.bundle, "--embed", "--key", "\(folder)/key.pem",
    ])
    try #require(entered.code == 0, "\(entered.standardError)")
  }

  func audit(_ words: [String]) throws -> Program.Answer {
    try journey.workspace.run(["audit"] + words)
  }

  func edit(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
    var bytes = try Repository.bytes(at: path)
    change(&bytes)
    try FileDescriptor.open(path, [.writeOnly, .truncate]).writeAll(bytes)
  }

  @Test("A log and its bundle are clean, as text, as JSON by its schema, and as a page")
  func clean() throws {
    let page = folder + "/report.html"
    let words = [log, journey.bundle, "--log-key", vkey]
    let text = try audit(words + ["--html", page])
    #expect(text.code == 0, "\(text.standardOutput)\(text.standardError)")
    #expect(text.standardOutput.hasSuffix(": clean\n") && text.standardError.contains("entries"))
    let html = String(decoding: try Repository.bytes(at: page), as: UTF8.self)
    #expect(html.contains("Audit of example.com/log") && html.hasSuffix("</html>\n"))
    let json = try audit(words + ["--json", "--quiet"])
    #expect(json.code == 0 && json.standardError.isEmpty)
    let report = JSONField(try JSON(parsing: Array(json.standardOutput.utf8)))
    #expect(try report.tag("log").tag("entriesRead").integer(in: 0...9) == 4)
    guard SchemaValidator.python != nil else { return }
    let changed = json.standardOutput.replacing("\"clean\":true", with: "\"clean\":3")
    #expect(
      try SchemaValidator.judge(
        [json.standardOutput, changed].map { Array($0.utf8) },
        by: ["Sources/Audit/audit.schema.json"]) == [true, false])
  }

  @Test("Damage is found with an exit code of its own; bundles alone are audited without a key")
  func damage() throws {
    try edit("\(log)/tile/entries/000.p/4") { $0[40] ^= 1 }
    let damaged = try audit([log, "--log-key", vkey])
    #expect(damaged.code == 6, "\(damaged.standardError)")
    #expect(damaged.standardOutput.contains("alarm     damaged-log: "))
    #expect(try audit([journey.result]).code == 0)
    try journey.edit("verdict.assay") { $0[$0.count / 2] ^= 1 }
    #expect(try audit([journey.result]).code == 6)
  }

  @Test("A fork is proven by a file that anybody can check")
  func fork() throws {
    let copy = folder + "/copy"
    _ = try Program(at: "cp").run(["-r", log, copy])
    for (path, name) in [(log, "one"), (copy, "two")] {
      var job = VerdictTests.answer
      job["environment"] = .object(["NAME": .string(name)])
      try enter(try journey.workspace.prepare(job), in: path)
    }
    let proofs = folder + "/proofs"
    let answer = try audit([log, copy, "--log-key", vkey, "--proofs", proofs])
    #expect(answer.code == 6 && answer.standardOutput.contains("equivocation: "))
    let names = try FileDescriptor.open(proofs, [.readOnly, .directory]).entries()
    #expect(names.count == 1)
    let proof = "\(proofs)/\(names[0])"
    #expect(try audit([proof, "--log-key", vkey]).code == 6)
    let named = try audit([proof])
    #expect(named.code == 6 && named.standardOutput.contains(vkey))
    try edit(proof) { bytes in
      if let place = bytes.firstIndex(of: UInt8(ascii: "7")) { bytes[place] = UInt8(ascii: "6") }
    }
    let forged = try audit([proof, "--log-key", vkey])
    #expect(!forged.standardOutput.contains("equivocation"))
  }

  @Test("The verified head is remembered, and a log that goes back behind it is alarming")
  func state() throws {
    let old = folder + "/old"
    _ = try Program(at: "cp").run(["-r", log, old])
    let append = try journey.workspace.run([
      "log", "append", log, journey.bundle, "--key", "\(folder)/key.pem",
    ])
    #expect(append.code == 0, "\(append.standardError)")
    let state = folder + "/state"
    #expect(try audit([log, "--log-key", vkey, "--state", state]).code == 0)
    let again = try audit([log, "--state", state])
    #expect(again.code == 0 && again.standardOutput.contains("0 entries, 8 were before"))
    let bytes = try Repository.bytes(at: state)
    let back = try audit([old, "--state", state])
    #expect(back.code == 6 && back.standardOutput.contains("rolled-back"))
    #expect(try Repository.bytes(at: state) == bytes)
    let other = try journey.workspace.run([
      "log", "init", folder + "/other", "--origin", "other", "--key", "\(folder)/key.pem",
    ])
    let foreign = try audit([
      folder + "/other", "--log-key", String(other.standardOutput.dropLast()), "--state", state,
    ])
    #expect(foreign.code == 2 && foreign.standardError.contains("another log"))
    try edit(state) { $0.removeLast() }
    #expect(try audit([log, "--state", state]).code == 2)
  }

  @Test(
    "A wrong command line is refused with what was expected",
    arguments: [
      (["--at", "yesterday"], "--at"), (["--max-age", "7 days"], "--max-age"),
      ([], "--log-key is missing"), (["--log-key", "nobody"], "nobody"),
    ])
  func usage(options: [String], expected: String) throws {
    let answer = try audit([log] + options)
    #expect(answer.code == 2 || answer.code == 1)
    #expect(answer.standardError.contains(expected), "\(answer.standardError)")
  }
}
