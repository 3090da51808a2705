import Content
import Linux
import TestSupport
import Testing

/// The published schema against PyPI's `jsonschema`.
@Suite struct JobSchemaTests {
  static let root: String = {
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  }()
  static let python = root + "/.build/python/bin/python3"
  static let hasJSONSchema: Bool = {
    guard let process = try? ChildProcess([python, "-c", "import jsonschema; print('here')"])
    else { return false }
    let output = try? process.standardOutput.readAll(limit: 100)
    return output == Array("here\n".utf8)
  }()

  static let script = """
    import json, sys, jsonschema
    request = json.load(sys.stdin)
    schema = request["schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for instance in request["instances"]:
        print("valid" if validator.is_valid(instance) else "invalid")
    """

  @Test(
    "The schema accepts the good examples and refuses the bad ones",
    .enabled(if: hasJSONSchema, "needs .build/python with jsonschema; Tests/install-peers makes it")
  )
  func examples() throws {
    let visible = JobExamples.bad.filter(\.isSeenBySchema)
    let texts = JobExamples.good + visible.map(\.text)
    let file = try FileDescriptor.open(Self.root + "/Sources/Jobs/job.schema.json", .readOnly)
    let request: JSON = .object([
      "schema": try JSON(parsing: try file.readAll(limit: 1 << 20)),
      "instances": .array(try texts.map { try JSON(parsing: Array($0.utf8)) }),
    ])
    let answers = try Self.ask(request)
    #expect(answers.count == texts.count)
    for (text, answer) in zip(texts, answers) {
      let isGood = JobExamples.good.contains(text)
      #expect(answer == (isGood ? "valid" : "invalid"), "\(text)")
    }
  }

  static func ask(_ request: JSON) throws -> [Substring] {
    let directory = try TemporaryDirectory()
    try FileDescriptor.open(directory.path, [.readOnly, .directory])
      .write(request.canonicalBytes, to: "request", .atomic)
    let process = try ChildProcess([
      "/bin/sh", "-c", "exec \"$0\" -c \"$1\" < \"$2\"", python, script,
      directory.path + "/request",
    ])
    let output = try process.standardOutput.readAll(limit: 1 << 20)
    return String(decoding: output, as: UTF8.self).split(separator: "\n")
  }
}
