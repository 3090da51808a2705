import Attestation
import Content
import Crypto
import TestSupport
import Testing
import Verification

/// The published schemas against PyPI's `jsonschema`.
@Suite struct VerdictSchemaTests {
  static let verdictSchema = "Sources/Verification/verdict.schema.json"
  static let bundleSchema = "Sources/Verification/bundle.schema.json"

  @Test(
    "Verdicts of every kind follow the schema, and no member can be left out",
    .enabled(if: SchemaValidator.python != nil, "needs PyPI's jsonschema: Tests/install-peers"))
  func verdicts() throws {
    let fixture = try Fixture(replicas: 3, quorum: 2, maximum: 7)
    let documents = try ["AABxetf", "ABC", "AABB", "ABCDEFG", "A"].map { replies in
      fixture.verdict(try VerdictTests.replicas(fixture, replies)).json
    }
    let removals = documents[0].paths.filter { path in
      if case .name(let name)? = path.last {
        !name.hasPrefix("std") && !name.hasPrefix("out/")
      } else {
        false
      }
    }.map { documents[0].replacing($0[...], with: nil) }
    let answers = try SchemaValidator.judge(
      (documents + removals).map(\.canonicalBytes), by: [Self.verdictSchema])
    #expect(answers.prefix(documents.count).allSatisfy { $0 })
    #expect(answers.count == documents.count + removals.count)
    let accepted = zip(removals, answers.dropFirst(documents.count)).filter(\.1)
    // Where an output is missing on one side, the digest on the other stands alone.
    #expect(accepted.count <= 2, "\(accepted.map(\.0.canonicalText))")
  }

  @Test(
    "The contents of a bundle follow the schema",
    .enabled(if: SchemaValidator.python != nil, "needs PyPI's jsonschema: Tests/install-peers"))
  func bundles() throws {
    let fixture = try Fixture(replicas: 3, quorum: 2, maximum: 7)
    let (bundle, _) = try Bundle.seal(
      job: fixture.job, replicas: VerdictTests.replicas(fixture, "AABxetf"),
      decidedAt: fixture.decidedAt, with: fixture.requestor)
    let payload = try Forgery.payload(of: bundle)
    let wrong = ["job.network", "replicas.0.lease.id", "verdict", "decidedAt", "requestor"].map {
      payload.replacing($0, with: .null)
    }
    let answers = try SchemaValidator.judge(
      ([payload] + wrong).map(\.canonicalBytes), by: [Self.bundleSchema, Self.verdictSchema])
    #expect(answers == [true] + wrong.map { _ in false })
  }
}
