import Content
import Linux
import TestSupport
import Testing

/// Confidential jobs from the command line, with providers in this process and in programs.
@Suite(.enabled(if: MemoryFileSystem.isThere, "\(MemoryFileSystem.reason)"))
struct ConfidentialTests {
  private static let secret = "nobody else may read 4711"
  let workspace: JourneyWorkspace

  init() throws {
    workspace = try JourneyWorkspace.shared.get()
  }

  private func journey(_ members: JSONObject) throws -> JourneyCase {
    var job = JourneyWorkspace.script(
      "tr a-z A-Z </in/secret >/out/answer; cat /in/secret",
      [
        "outputs": .strings(["answer"]), "confidential": .boolean(true),
        "inputs": .object(["secret": .object(["path": .string("secret.txt")])]),
      ])
    for member in members.members { job[member.name] = member.value }
    let journey = try workspace.prepare(job)
    let folder = try FileDescriptor.open(journey.folder.path, [.readOnly, .directory])
    try folder.write(Array(Self.secret.utf8), to: "secret.txt", .atomic)
    return journey
  }

  @Test("A liar among three is found out, and no store ever holds the plain text")
  func verdict() throws {
    let journey = try journey([:])
    let answer = try journey.run(
      ["--provider", "local", "--provider", "local"] + workspace.liar("flipped-bit"))
    #expect(answer.code == 0, "\(answer.standardError)")
    #expect(
      answer.standardOutput.contains("liar: deviated: trace: step 0 is the first that differs"))
    let output = try Repository.bytes(at: journey.result + "/out/answer")
    #expect(output == Array(Self.secret.uppercased().utf8))
    #expect(try Repository.bytes(at: journey.result + "/stdout") == Array(Self.secret.utf8))
    #expect(try journey.verify().code == 0)
    for text in [Self.secret, Self.secret.uppercased()] {
      let found = try Program(at: "grep").run(["-rlF", text, workspace.data])
      #expect(found.code == 1 && found.standardOutput.isEmpty, "\(found.standardOutput)")
    }
  }

  @Test("An input of a confidential job that lies in the open store already is refused")
  func stored() throws {
    let digest = Digest(of: Array(Self.secret.utf8)).description
    let journey = try journey([
      "inputs": .object(["secret": .object(["digest": .string(digest)])])
    ])
    let answer = try journey.run()
    #expect(answer.code == 2)
    #expect(answer.standardError.contains("inputs.secret.digest"))
  }

  @Test("“confidential” is true or false")
  func badValue() throws {
    let answer = try journey(["confidential": .string("yes")]).run()
    #expect(answer.code == 2)
    #expect(answer.standardError.contains("confidential"))
  }
}
