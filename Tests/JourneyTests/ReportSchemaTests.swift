import Content
import TestSupport
import Testing

/// What `assay run --json` prints is what the published schema says.
@Suite(.enabled(if: SchemaValidator.python != nil, "needs PyPI's jsonschema: Tests/install-peers"))
struct ReportSchemaTests {
  static let schemas = [
    "Sources/assay/Schemas/run.schema.json", "Sources/Verification/verdict.schema.json",
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

  @Test("What a run signs is valid by its schemas, and says what was asked for")
  func statements() throws {
    var job = VerdictTests.answer
    job["numericProfile"] = .string("assay-f32-v1")
    job["determinism"] = .string("strict")
    let journey = try JourneyWorkspace.shared.get().prepare(job)
    #expect(try journey.run().code == 0)
    let payload = try Self.payload(of: JSON(parsing: Repository.bytes(at: journey.bundle)))
    let replicas = try JSONField(payload).tag("replicas").elements(atMost: 16)
    let statements = try replicas.map { replica in
      let envelopes = try replica.tag("reply").tag("envelopes").elements(atMost: 1)
      return try Self.payload(of: envelopes[0].value ?? .null)
    }
    #expect(statements.count == 3)
    #expect(
      try SchemaValidator.judge(
        statements.map(\.canonicalBytes), by: ["Sources/Attestation/statement.schema.json"])
        == [true, true, true])
    #expect(
      try SchemaValidator.judge(
        [payload.canonicalBytes],
        by: [
          "Sources/Verification/bundle.schema.json", "Sources/Verification/verdict.schema.json",
        ]) == [true])
    for (statement, replica) in zip(statements, replicas) {
      let predicate = try JSONField(statement).tag("predicate")
      #expect(try predicate.tag("numericProfile").string() == "assay-f32-v1")
      #expect(try predicate.tag("determinism").string() == "strict")
      #expect(try predicate.tag("provider").string() == replica.tag("session").tag("key").string())
      #expect(try predicate.tag("isolation").tag("layers").elements(atMost: 64).count > 5)
      let runtime = try predicate.tag("runtime")
      #expect(
        try runtime.tag("executables").elements(atMost: 4).map { try $0.tag("name").string() }
          == ["assay-launcher", "provider"])
      let digest = Digest(of: (runtime.value ?? .null).canonicalBytes)
      #expect(try replica.tag("session").tag("runtime").digest() == digest)
      #expect(try predicate.tag("usage").tag("wallMicroseconds").integer(in: 1...60_000_000) > 0)
    }
  }

  /// What a DSSE envelope holds.
  private static func payload(of envelope: JSON) throws -> JSON {
    try JSON(parsing: JSONField(envelope).tag("payload").base64(atMost: 1 << 24))
  }

  @Test("A run tells what was refused and what was cut, in words and by the schema")
  func remarks() throws {
    let workspace = try JourneyWorkspace.shared.get()
    let journey = try workspace.prepare(
      JourneyWorkspace.script(
        "mount -t tmpfs x /tmp || head -c 100000 /dev/zero",
        ["violations": .string("record"), "resources": .object(["stdout": .integer(1000)])]))
    let spoken = try journey.run()
    #expect(spoken.code == 0, "\(spoken.standardError)")
    #expect(spoken.standardOutput.contains("refused system calls: mount ("))
    #expect(spoken.standardOutput.contains("stdout was cut at its limit"))
    let (code, document) = try journey.runJSON()
    #expect(code == 0)
    let providers = try document.tag("providers").elements(atMost: 10)
    for provider in providers {
      #expect(try provider.tag("truncated").value == .array([.string("stdout")]))
      let calls = try provider.tag("violations").elements(atMost: 70).map {
        try $0.tag("call").string()
      }
      #expect(calls.contains("mount"))
    }
    let bytes = document.value.map { $0.canonicalBytes } ?? []
    #expect(try SchemaValidator.judge([bytes], by: Self.schemas) == [true])
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
        by: [
          "Sources/assay/Schemas/verify.schema.json", "Sources/Verification/verdict.schema.json",
        ])
        == [true, true, false])
  }
}
