import LaunchProtocol
import TestSupport
import Testing

/// Feeds the readers bytes that were damaged at random: they may refuse, or read something else,
/// but whatever they read must be written back the same, and nothing may crash.
@Suite struct MutationTests {
  @Test("Damaged messages are refused or read, never worse")
  func mutations() throws {
    var generator = SeededGenerator()
    let samples =
      Samples.requests.map(\.encoded) + Samples.commands.map(\.encoded)
      + Samples.reports.map(\.encoded)
    for _ in 0..<SeededGenerator.rounds(20_000, long: 1_000_000) {
      let sample = try #require(samples.randomElement(using: &generator))
      let bytes = generator.mutation(of: sample)
      let comment: Comment = "seed \(generator.seed)"
      if let request = try? LauncherRequest(decoding: bytes) {
        #expect(request.encoded == bytes, comment)
      }
      if let command = try? CellCommand(decoding: bytes) {
        #expect(command.encoded == bytes, comment)
      }
      if let report = try? CellReport(decoding: bytes) {
        #expect(report.encoded == bytes, comment)
      }
    }
  }
}
