import TestSupport
import Testing

/// The published schema against PyPI's `jsonschema`.
@Suite struct JobSchemaTests {
  @Test(
    "The schema accepts the good examples and refuses the bad ones",
    .enabled(if: SchemaValidator.python != nil, "needs PyPI's jsonschema: Tests/install-peers"))
  func examples() throws {
    let texts = JobExamples.good + JobExamples.bad.filter(\.isSeenBySchema).map(\.text)
    let answers = try SchemaValidator.judge(
      texts.map { Array($0.utf8) }, by: ["Sources/Jobs/job.schema.json"])
    #expect(answers.count == texts.count)
    for (text, isValid) in zip(texts, answers) {
      #expect(isValid == JobExamples.good.contains(text), "\(text)")
    }
  }
}
