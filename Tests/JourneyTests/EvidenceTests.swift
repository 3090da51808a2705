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
    let module = try SoftwareModule()
    var answer = try journey.run(["--evidence", "tpm2", "--tpm", module.name])
    for _ in 0..<100 where answer.code == 1 {
      try await Task.sleep(for: .milliseconds(20))
      answer = try journey.run(["--evidence", "tpm2", "--tpm", module.name])
    }
    #expect(answer.code == 0, "\(answer.standardError)")
    let asked = #""evidence":{"tpm2":{"tier":"affirming"}}"#
    let stranger = try journey.verify(policy(asked))
    #expect(stranger.code == 3)
    #expect(stranger.standardOutput.contains("evidence/untrusted-key"))
    let known = try journey.verify(policy(#"\#(asked),"attestationKeys":["\#(try key())"]"#))
    #expect(known.code == 0, "\(known.standardOutput)")
    #expect(known.standardOutput.contains("tpm2 (affirming)"))
    withExtendedLifetime(module.name) {}
  }

  /// Of the attestation key of the first provider's evidence.
  private func key() throws -> Digest {
    let envelope = try JSONField(JSON(parsing: Repository.bytes(at: journey.bundle)))
    let payload = try JSONField(JSON(parsing: envelope.tag("payload").base64(atMost: 1 << 24)))
    let replica = try payload.tag("replicas").elements(atMost: 16)[0]
    let evidence = try replica.tag("session").tag("evidence").elements(atMost: 2)[1]
    return Digest(of: try evidence.tag("parts").tag("key").base64(atMost: 1 << 12))
  }
}
