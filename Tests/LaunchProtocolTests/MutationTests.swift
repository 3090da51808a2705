import LaunchProtocol
import Linux
import Testing

/// Feeds the readers bytes that were damaged at random: they may refuse, or read something else,
/// but whatever they read must be written back the same, and nothing may crash.
@Suite struct MutationTests {
  @Test("Damaged messages are refused or read, never worse")
  func mutations() {
    let seed = Environment.value(of: "ASSAY_SEED").flatMap { UInt64($0) } ?? .random(in: 1 ... .max)
    print("launch protocol mutations: ASSAY_SEED=\(seed)")
    var generator = XorShift(state: seed)
    let samples =
      Samples.requests.map(\.encoded) + Samples.commands.map(\.encoded)
      + Samples.reports.map(\.encoded)
    for _ in 0..<20_000 {
      var bytes = samples[Int(generator.next() % UInt64(samples.count))]
      for _ in 0...(generator.next() % 4) { Self.damage(&bytes, &generator) }
      Self.check(bytes)
    }
  }

  private static func damage(_ bytes: inout [UInt8], _ generator: inout XorShift) {
    let position = bytes.isEmpty ? 0 : Int(generator.next() % UInt64(bytes.count))
    switch generator.next() % 5 {
    case 0 where !bytes.isEmpty: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
    case 1 where !bytes.isEmpty: bytes[position] ^= 1 << UInt8(generator.next() % 8)
    case 2 where !bytes.isEmpty: bytes.remove(at: position)
    case 3: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: position)
    default: bytes.removeSubrange(position...)
    }
  }

  private static func check(_ bytes: [UInt8]) {
    if let request = try? LauncherRequest(decoding: bytes) { #expect(request.encoded == bytes) }
    if let command = try? CellCommand(decoding: bytes) { #expect(command.encoded == bytes) }
    if let report = try? CellReport(decoding: bytes) { #expect(report.encoded == bytes) }
  }
}

/// A small generator that a seed determines.
struct XorShift: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
