import Content
import TestSupport
import Testing

/// Jobs that fail: providers agree on the failure, and that is a verdict too.
@Suite struct JobFailureTests {
  let workspace: JourneyWorkspace

  init() throws {
    workspace = try JourneyWorkspace.shared.get()
  }

  @Test(
    "An agreed failure ends with exit code 4 and its reason",
    arguments: [
      ("exit 3", JSONObject(), "exited 3"),
      ("kill -11 $$", JSONObject(), "signal 11"),
      ("sleep 60", ["wallTime": .string("400ms")], "wall-time"),
      ("while :; do :; done", ["cpuTime": .string("1s"), "wallTime": .string("20s")], "cpu-time"),
      ("dd if=/dev/zero of=/dev/null bs=128M count=4", ["memory": .string("32Mi")], "memory"),
    ] as [(String, JSONObject, String)])
  func failure(script: String, resources: JSONObject, reason: String) throws {
    let journey = try workspace.prepare(
      JourneyWorkspace.script(script, ["resources": .object(resources)]))
    let answer = try journey.run()
    #expect(answer.code == 4, "\(answer.standardOutput)\(answer.standardError)")
    #expect(answer.standardOutput.contains(reason), "\(answer.standardOutput)")
    #expect(try journey.verify().code == 4)
  }

  @Test("A missing output of a job that exits 0 is no success")
  func missingOutput() throws {
    let journey = try workspace.prepare(
      JourneyWorkspace.script("exit 0", ["outputs": .strings(["never-written"])]))
    let answer = try journey.run()
    #expect(answer.code == 3, "\(answer.standardError)")
    #expect(answer.standardOutput.contains("missing-output"))
  }
}
