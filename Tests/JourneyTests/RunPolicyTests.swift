import Content
import TestSupport
import Testing

/// `assay run --policy`: who gets no lease, whose word is not taken, and what the command says of it.
@Suite struct RunPolicyTests {
  let journey: JourneyCase

  init() throws {
    journey = try JourneyWorkspace.shared.get().prepare(VerdictTests.answer)
  }

  private func policy(_ members: String) throws -> [String] {
    ["--policy", try journey.write(#"{"schema":"urn:assay:schema:policy:v1",\#(members)}"#)]
  }

  private func key(_ name: String) throws -> String {
    let answer = try journey.workspace.run(["key", name, "--json"])
    return try JSONField(JSON(parsing: Array(answer.standardOutput.utf8))).tag("key").string()
  }

  @Test("A provider that the policy does not accept gets no lease, and another is asked instead")
  func refusedProvider() throws {
    let keys = try (2...4).map { "\"\(try key("local-\($0)"))\"" }.joined(separator: ",")
    let options = try policy("\"keys\":[\(keys)]")
    let (code, document) = try journey.runJSON(options)
    #expect(code == 0)
    let judgement = try document.tag("policy")
    #expect(try judgement.tag("isFulfilled").boolean())
    let refused = try judgement.tag("refused").elements(atMost: 16)
    #expect(try refused.map { try $0.tag("name").string() } == ["local-1"])
    let reasons = try refused[0].tag("refusals").elements(atMost: 16)
    #expect(try reasons.map { try $0.tag("reason").string() } == ["key"])
    #expect(
      try document.tag("providers").elements(atMost: 16).map { try $0.tag("name").string() }
        == ["local-2", "local-3", "local-4"])
    #expect(try journey.verify(options).code == 0)
    if SchemaValidator.python != nil {
      let bytes = try #require(document.value).canonicalBytes
      #expect(try SchemaValidator.judge([bytes], by: ReportSchemaTests.schemas) == [true])
    }
  }

  @Test("What shows only afterwards is not counted: others are asked, then the run is refused")
  func refusedResult() throws {
    let answer = try journey.run(policy(#""sandboxLayers":["moat"]"#))
    #expect(answer.code == 3)
    #expect(answer.standardOutput.contains("accepted by 5 of 5 providers"), "\(answer)")
    #expect(answer.standardOutput.contains("policy    sandbox-layers: "))
    #expect(answer.standardOutput.contains("policy    quorum: 0 of 5 who agree fulfil the policy"))
    #expect(try Repository.names(in: journey.result) == ["verdict.assay"])
  }

  @Test("A job that no result could satisfy is not run, and every refusal is named")
  func hopeless() throws {
    let answer = try journey.run(
      policy(#""determinism":"strict","numericProfile":"assay-f32-v1","runtimes":[]"#))
    #expect(answer.code == 3)
    for provider in 1...5 {
      for reason in ["determinism", "numeric-profile", "runtime"] {
        #expect(answer.standardOutput.contains("refused   local-\(provider): \(reason): "))
      }
    }
    #expect(answer.standardOutput.contains("inconclusive: too-few-leases"), "\(answer)")
  }

  @Test(
    "Options that judge evidence need a policy, and a broken policy stops a run before it starts")
  func usage() throws {
    for options in [["--at", "2023-07-01T00:00:00.000Z"], ["--collateral", journey.folder.path]] {
      #expect(try journey.run(options).code == 2)
    }
    #expect(try journey.run(policy(#""evidence":{"tdx":{"tier":"best"}}"#)).code == 2)
    #expect(try journey.run(["--tsm", "/nonexistent"]).code == 2)
  }
}
