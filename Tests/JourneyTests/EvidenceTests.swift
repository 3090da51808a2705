import Content
import Linux
import TestSupport
import Testing

/// `assay verify` with a policy, about sessions that software or a TPM vouches for.
@Suite struct EvidenceTests {
  let journey: JourneyCase

  init() throws {
    journey = try JourneyWorkspace.shared.get().prepare(VerdictTests.answer)
  }

  private func policy(_ members: String) throws -> [String] {
    ["--policy", try journey.write(#"{"schema":"urn:assay:schema:policy:v1",\#(members)}"#)]
  }

  /// That the report is valid by its schema, and one without a policy is not.
  private func expectSchema(_ report: String) throws {
    guard SchemaValidator.python != nil else { return }
    let changed = report.replacing("\"policy\"", with: "\"rule\"")
    let judged = try SchemaValidator.judge(
      [Array(report.utf8), Array(changed.utf8)],
      by: ["Sources/assay/Schemas/evidence.schema.json", "Sources/Evidence/policy.schema.json"])
    #expect(judged == [true, false], "\(report)")
  }

  @Test("The identity's word is told as such, and is enough for whoever asks for no more")
  func software() throws {
    #expect(try journey.run().code == 0)
    let told = try journey.verify()
    #expect(told.code == 0 && told.standardOutput.contains("software (none)"))
    #expect(try journey.verify(policy(#""evidence":{"software":{"tier":"none"}}"#)).code == 0)
    let refused = try journey.verify(
      policy(#""evidence":{"tdx":{"tier":"affirming"}},"determinism":"strict","runtimes":[]"#))
    #expect(refused.code == 3)
    for reason in ["evidence-kind", "determinism", "runtime", "quorum"] {
      #expect(refused.standardOutput.contains("\(reason): "), "\(refused.standardOutput)")
    }
  }

  @Test("Policies, times and collateral that are wrong are errors of usage that name the place")
  func usage() throws {
    #expect(try journey.run().code == 0)
    let field = try journey.verify(policy(#""evidence":{"tdx":{"tier":"best"}}"#) + ["--json"])
    #expect(field.code == 2)
    #expect(field.standardOutput.contains(#""field":"evidence.tdx.tier""#))
    let syntax = try journey.write("{", to: "broken.json")
    #expect(try journey.verify(["--policy", syntax]).code == 2)
    #expect(try journey.verify(["--policy", "/nonexistent"]).code == 1)
    #expect(try journey.verify(["--at", "yesterday"]).code == 2)
    let earlier = try journey.verify(["--at", "2020-01-01T00:00:00.000Z"])
    #expect(earlier.code == 3 && earlier.standardOutput.contains("FAILED       time"))
    let unknown = try journey.verify(["--collateral", journey.folder.path])
    #expect(unknown.code == 2 && unknown.standardError.contains("expected tdx*.json"))
    for options in [
      ["--evidence", "trust-me"], ["--tpm", "x"],
      ["--evidence", "tpm2", "--tpm-register", "24"],
    ] {
      #expect(try journey.run(options).code == 2, "\(options)")
    }
    let absent = try journey.run(["--evidence", "tpm2", "--tpm", "device:/nonexistent", "--json"])
    #expect(absent.code == 1 && absent.standardOutput.contains("evidence.unavailable"))
  }

  @Test(
    "A TPM's word is believed if its key is known",
    .enabled(if: SoftwareModule.isInstalled, "no swtpm: run Tests/install-peers"))
  func module() async throws {
    let module = try await SoftwareModule()
    let answer = try journey.run(["--evidence", "tpm2", "--tpm", module.name])
    #expect(answer.code == 0, "\(answer.standardError)")
    let asked = #""evidence":{"tpm2":{"tier":"affirming"}}"#
    let stranger = try journey.verify(policy(asked))
    #expect(stranger.code == 3)
    #expect(stranger.standardOutput.contains("evidence/untrusted-key"))
    let shown = try journey.workspace.run([
      "evidence", "--evidence", "tpm2", "--tpm", module.name, "--json",
    ])
    try expectSchema(shown.standardOutput)
    let document = JSONField(try JSON(parsing: Array(shown.standardOutput.utf8)))
    let key = try document.tag("attestationKey").digest()
    #expect(try document.tag("tier").string() == "affirming")
    let trusting = try policy(#"\#(asked),"attestationKeys":["\#(key)"]"#)
    let known = try journey.verify(trusting)
    #expect(known.code == 0, "\(known.standardOutput)")
    #expect(known.standardOutput.contains("tpm2 (affirming)"))
    let asking = ["--evidence", "tpm2", "--tpm", module.name]
    #expect(try journey.run(asking + trusting).code == 0)
    let refused = try journey.run(asking + policy(asked))
    #expect(refused.code == 3)
    #expect(refused.standardOutput.contains("local-1: evidence/untrusted-key"))
    withExtendedLifetime(module.name) {}
  }

  @Test("assay evidence shows what a policy has to name, and the policy that it writes holds")
  func report() throws {
    let answer = try journey.workspace.run(["evidence", "--json"])
    #expect(answer.code == 0, "\(answer)")
    try expectSchema(answer.standardOutput)
    let document = JSONField(try JSON(parsing: Array(answer.standardOutput.utf8)))
    #expect(try document.tag("kind").string() == "software")
    let written = try #require(document.tag("policy").value)
    let file = try journey.write(written.canonicalText)
    #expect(try journey.run(["--policy", file]).code == 3)
    let spoken = try journey.workspace.run(["evidence"])
    #expect(spoken.standardOutput.contains("runtime          sha256:"))
    guard case .object(var members) = written else { return }
    members["keys"] = nil
    let everybody = try journey.write(JSON.object(members).canonicalText)
    let run = try journey.run(["--policy", everybody])
    #expect(run.code == 0, "\(run)")
    #expect(try journey.verify(["--policy", everybody]).code == 0)
  }
}
