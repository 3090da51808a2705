import TestSupport
import Testing

/// `assay verify` after somebody touched what a run left behind.
@Suite struct TamperingTests {
  let journey: JourneyCase

  init() throws {
    let workspace = try JourneyWorkspace.shared.get()
    journey = try workspace.prepare(VerdictTests.answer)
    try #require(try journey.run().code == 0)
  }

  @Test("A changed output is named", arguments: ["out/answer", "stdout"])
  func changedOutput(name: String) throws {
    try journey.edit(name) { $0[0] ^= 1 }
    let answer = try journey.verify()
    #expect(answer.code == 3)
    #expect(answer.standardOutput.contains("FAILED       outputs"))
    #expect(answer.standardOutput.contains(name), "\(answer.standardOutput)")
  }

  @Test("A byte more in an empty output is seen")
  func grownOutput() throws {
    try journey.edit("stderr") { $0.append(0) }
    #expect(try journey.verify().code == 3)
  }

  @Test("Any changed byte of the bundle is seen")
  func changedBundle() throws {
    let size = try Repository.bytes(at: journey.bundle).count
    var generator = SeededGenerator()
    for _ in 0..<12 {
      let position = Int.random(in: 0..<size, using: &generator)
      let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
      try journey.edit("verdict.assay") { $0[position] ^= bit }
      let answer = try journey.verify()
      #expect(answer.code == 3, "bit \(bit) of byte \(position), seed \(generator.seed)")
      try journey.edit("verdict.assay") { $0[position] ^= bit }
    }
    #expect(try journey.verify().code == 0)
  }

  @Test("A bundle of another requestor is refused where the requestor is pinned")
  func pinnedRequestor() throws {
    let keys = journey.folder.path
    for name in ["requestor", "stranger"] {
      let answer = try journey.workspace.run(["key", name, "--export", "\(keys)/\(name).pem"])
      #expect(answer.code == 0)
    }
    #expect(try journey.verify(["--requestor", "\(keys)/requestor.pem"]).code == 0)
    let answer = try journey.verify(["--requestor", "\(keys)/stranger.pem"])
    #expect(answer.code == 3)
    #expect(answer.standardOutput.contains("FAILED       requestor"))
  }

  @Test("Statements of providers that are not trusted do not count")
  func untrustedProviders() throws {
    let file = journey.folder.path + "/other.pem"
    _ = try journey.workspace.run(["key", "other", "--export", file])
    let answer = try journey.verify(["--trust", file])
    #expect(answer.code == 3)
    #expect(answer.standardOutput.contains("FAILED       providers"))
  }
}
