import Content
import TestSupport
import Testing

/// `assay run` from a job file to a verdict, with honest providers and with liars.
@Suite struct VerdictTests {
  let workspace: JourneyWorkspace

  init() throws {
    workspace = try JourneyWorkspace.shared.get()
  }

  static let answer = JourneyWorkspace.script(
    "echo forty-two > /out/answer; echo said",
    ["outputs": .strings(["answer"])])

  @Test("Three honest providers agree, and the outputs lie beside the bundle")
  func honest() throws {
    let journey = try workspace.prepare(Self.answer)
    let (code, document) = try journey.runJSON()
    #expect(code == 0)
    #expect(try document.tag("verdict").tag("status").string() == "accepted")
    #expect(try conclusions(document) == ["agreed", "agreed", "agreed"])
    let output = try Repository.bytes(at: journey.result + "/out/answer")
    #expect(output == Array("forty-two\n".utf8))
    #expect(try Repository.bytes(at: journey.result + "/stdout") == Array("said\n".utf8))
    #expect(try journey.verify().code == 0)
  }

  @Test(
    "One liar among three is found out",
    arguments: [("wrong-output", "deviated"), ("flipped-bit", "deviated"), ("replay", "invalid")])
  func liar(lie: String, conclusion: String) throws {
    let journey = try workspace.prepare(Self.answer)
    let (code, document) = try journey.runJSON(
      ["--provider", "local", "--provider", "local"] + workspace.liar(lie))
    #expect(code == 0)
    #expect(try conclusions(document) == ["agreed", "agreed", conclusion])
    #expect(try journey.verify().code == 0)
  }

  @Test("The text says who deviated and in what")
  func explanation() throws {
    let journey = try workspace.prepare(Self.answer)
    let answer = try journey.run(
      ["--provider", "local", "--provider", "local"] + workspace.liar("flipped-bit"))
    #expect(answer.code == 0)
    #expect(answer.standardOutput.contains("accepted by 2 of 3 providers"))
    let place = "trace: step 0 is the first that differs: bytes from 0 of out/answer"
    #expect(answer.standardOutput.contains("liar: deviated: \(place); out/answer: sha256:"))
    #expect(answer.standardOutput.contains(journey.bundle))
  }

  @Test("Where a liar's output first differs is found, and the bundle proves it")
  func place() throws {
    let journey = try workspace.prepare(
      JourneyWorkspace.script(
        "head -c 300000 /dev/zero > /out/answer", ["outputs": .strings(["answer"])]))
    let answer = try journey.run(
      ["--provider", "local", "--provider", "local"] + workspace.liar("flipped-bit"))
    #expect(answer.code == 0)
    let place = "trace: step 4 is the first that differs: bytes from 262144 of out/answer"
    #expect(answer.standardOutput.contains(place), "\(answer.standardOutput)")
    #expect(try journey.verify().code == 0)
  }

  @Test("Providers that all disagree reach no verdict")
  func disagreement() throws {
    let journey = try workspace.prepare(Self.answer)
    let (code, document) = try journey.runJSON(
      ["--provider", "local"] + workspace.liar("wrong-output", name: "liar-1")
        + workspace.liar("flipped-bit", name: "liar-2"))
    #expect(code == 3)
    #expect(try document.tag("verdict").tag("status").string() != "accepted")
    #expect(try journey.verify().code == 3)
  }

  @Test("A further provider is asked when two of three disagree")
  func replacement() throws {
    var job = Self.answer
    job["redundancy"] = .object([
      "replicas": .integer(2), "quorum": .integer(2), "maximum": .integer(3),
    ])
    let journey = try workspace.prepare(job)
    let (code, document) = try journey.runJSON(
      ["--provider", "local"] + workspace.liar("flipped-bit") + ["--provider", "local"])
    #expect(code == 0)
    #expect(try conclusions(document) == ["agreed", "agreed", "deviated"])
  }

  /// Conclusions of all findings in alphabetical order, since findings are ordered by key.
  private func conclusions(_ document: JSONField) throws -> [String] {
    try document.tag("verdict").tag("findings").elements(atMost: 16)
      .map { try $0.tag("conclusion").string() }.sorted()
  }
}
