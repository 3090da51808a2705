import Content
import Linux
import TestSupport
import Testing

/// What a user can get wrong, and what the command line says then.
@Suite struct BadInputTests {
  let workspace: JourneyWorkspace

  init() throws {
    workspace = try JourneyWorkspace.shared.get()
  }

  @Test(
    "A wrong job file names its field, the value and what was expected",
    arguments: [
      (["colour": .string("red")], "colour", #""red""#),
      (["resources": .object(["memory": .string("512Mb")])], "resources.memory", #""512Mb""#),
      (["resources": .object(["wallTime": .integer(5)])], "resources.wallTime", "5"),
      (
        ["inputs": .object(["a": .object(["path": .string("absent.npy")])])],
        #"inputs.a.path"#, #""absent.npy""#
      ),
      (["outputs": .strings(["../escape"])], "outputs[0]", #""../escape""#),
      (["image": .string("no-such-image")], "image", #""no-such-image""#),
      (["redundancy": .object(["replicas": .integer(0)])], "redundancy.replicas", "0"),
      (["network": .string("host")], "network", #""host""#),
    ] as [(JSONObject, String, String)])
  func wrongField(members: JSONObject, field: String, value: String) throws {
    let journey = try workspace.prepare(JourneyWorkspace.script("true", members))
    let (code, document) = try journey.runJSON()
    #expect(code == 2)
    let error = try document.tag("error")
    #expect(try error.tag("field").string() == field)
    #expect(try error.tag("value").string() == value)
    let expected = try error.tag("expected").string()
    #expect(!expected.isEmpty)
    let text = try journey.run()
    #expect(text.code == 2 && text.standardOutput.isEmpty)
    #expect(text.standardError.contains(field) && text.standardError.contains(value))
  }

  @Test(
    "A file that is no job is refused with its place",
    arguments: [
      (#"{"schema":"urn:assay:schema:job:v1","image":"a","image":"b"}"#, "image"),
      ("{\n  \"schema\": oops\n}", "line 2"),
      ("", "ends too early"),
    ])
  func wrongSyntax(text: String, expected: String) throws {
    let journey = try workspace.prepare([:])
    let folder = try FileDescriptor.open(journey.folder.path, [.readOnly, .directory])
    try folder.write(Array(text.utf8), to: "job.json", .atomic)
    let answer = try journey.run()
    #expect(answer.code == 2)
    #expect(answer.standardError.contains(expected), "\(answer.standardError)")
  }

  @Test(
    "A wrong command line is refused with its usage",
    arguments: [
      (["dance"], "no command"),
      (["run"], "JOB"),
      (["run", "a.json", "b.json"], "found 2"),
      (["run", "a.json", "--colour"], "--colour"),
      (["verify", "x", "--outputs"], "--outputs DIR"),
      (["key", "../outside"], "../outside"),
    ])
  func wrongUsage(arguments: [String], expected: String) throws {
    let answer = try workspace.run(arguments)
    #expect(answer.code == 2)
    #expect(answer.standardOutput.isEmpty)
    #expect(answer.standardError.contains(expected), "\(answer.standardError)")
  }

  @Test("A folder with other files in it is not overwritten")
  func occupiedOutput() throws {
    let journey = try workspace.prepare(JourneyWorkspace.script("true"))
    let answer = try workspace.run(
      ["run", journey.folder.path + "/job.json", "--output", journey.folder.path])
    #expect(answer.code == 2)
    #expect(answer.standardError.contains("holds other files"))
  }

  @Test("A dynamically linked executable makes no image")
  func dynamicExecutable() throws {
    let answer = try workspace.run(["image", "build", "/bin/sh"])
    #expect(answer.code == 2)
    #expect(answer.standardError.contains("static"), "\(answer.standardError)")
  }

  @Test("A provider's program that does not exist is an operational error")
  func absentProvider() throws {
    let journey = try workspace.prepare(JourneyWorkspace.script("true"))
    let answer = try journey.run(["--provider", "/no/such/provider"])
    #expect(answer.code == 1)
    #expect(answer.standardError.contains("/no/such/provider"), "\(answer.standardError)")
  }
}
