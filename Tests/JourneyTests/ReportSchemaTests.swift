import Content
import TestSupport
import Testing

/// What `assay run --json` prints is what the published schema says.
@Suite(.enabled(if: SchemaValidator.python != nil, "needs PyPI's jsonschema: Tests/install-peers"))
struct ReportSchemaTests {
  static let schemas = [
    "Sources/assay/run.schema.json", "Sources/Verification/verdict.schema.json",
  ]

  @Test("Verdicts and errors are valid by the schema, and a changed one is not")
  func documents() throws {
    let workspace = try JourneyWorkspace.shared.get()
    let accepted = try workspace.prepare(VerdictTests.answer).run(["--json"])
    let failed = try workspace.prepare(JourneyWorkspace.script("exit 3")).run(["--json"])
    let refused = try workspace.prepare(
      JourneyWorkspace.script("true", ["colour": .string("red")])
    ).run(["--json"])
    #expect([accepted, failed, refused].map(\.code) == [0, 4, 2])
    let changed = accepted.standardOutput.replacing("\"providers\":", with: "\"suppliers\":")
    let documents =
      [accepted, failed, refused].map { Array($0.standardOutput.utf8) } + [Array(changed.utf8)]
    let answers = try SchemaValidator.judge(documents, by: Self.schemas)
    #expect(answers == [true, true, true, false])
  }

  @Test("What verify --json prints is valid by its schema")
  func verification() throws {
    let journey = try JourneyWorkspace.shared.get().prepare(VerdictTests.answer)
    #expect(try journey.run().code == 0)
    let policy = try journey.write(#"{"schema":"urn:assay:schema:policy:v1","keys":[]}"#)
    let reports = try [[], ["--policy", policy]].map { options in
      try Array(journey.verify(options + ["--json"]).standardOutput.utf8)
    }
    #expect(
      try SchemaValidator.judge(
        reports + [Array("{}".utf8)],
        by: ["Sources/assay/verify.schema.json", "Sources/Verification/verdict.schema.json"])
        == [true, true, false])
  }
}
