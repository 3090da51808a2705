import LaunchProtocol
import Sandbox
import TestSupport
import Testing

@Suite struct SystemCallPolicyTests {
  private static let policies: [SystemCallPolicy] = [
    .standard, .strict, .standard.withStreamSockets, .relay,
  ]
  private static let allowed: UInt32 = 0x7FFF_0000
  private static let native: UInt32 = 0xC000_003E

  @Test("Policies compile, to the same bytes every time, and differ")
  func compiles() throws {
    let standard = try SystemCallPolicy.standard.compiled()
    #expect(standard.count % 8 == 0)
    #expect(standard == (try SystemCallPolicy.standard.compiled()))
    #expect(standard != (try SystemCallPolicy.strict.compiled()))
    let relay = try SystemCallPolicy.relay.compiled()
    #expect(relay.count < standard.count)
    // The kernel translates each instruction for each job.
    #expect(standard.count < 256 * 8)
  }

  @Test("A filter lets through what libseccomp's filter of the policy does", arguments: policies)
  func sameAsLibrary(policy: SystemCallPolicy) throws {
    let filter = try #require(FilterProgram(try policy.compiled()))
    let library = try LibraryFilter(policy).program
    let decided = Set(policy.decisions.map { $0[0].call })
    var generator = SeededGenerator()
    for number in Array(UInt32(0)..<600) + [0x3FFF_FFFF, 0xFFFF_FFFF] {
      let isDecided = decided.contains(SystemCallPolicy.name(of: number))
      for round in 0..<(isDecided ? 4000 : 2) {
        let call = SystemCallData(
          number: number, architecture: Self.native, instructionPointer: 0,
          arguments: Self.arguments(round, using: &generator))
        let (answer, theirs) = (filter.answer(to: call), library.answer(to: call))
        if isDecided {
          #expect(
            (answer == Self.allowed) == (theirs == Self.allowed),
            "\(call), seed \(generator.seed)")
        } else {
          #expect(answer == theirs, "\(call), seed \(generator.seed)")
        }
      }
    }
  }

  /// Small numbers, single bits, and what looks small to somebody who compares 32 bits.
  private static func arguments(
    _ round: Int, using generator: inout SeededGenerator
  ) -> [UInt64] {
    (0..<6).map { _ in
      let small = UInt64.random(in: 0...(round % 2 == 0 ? 12 : 64), using: &generator)
      switch round % 5 {
      case 0, 1: return small
      case 2: return 1 << small % 64
      case 3: return small | 1 << UInt64.random(in: 32..<64, using: &generator)
      default: return .random(in: 0 ... .max, using: &generator)
      }
    }
  }

  @Test(
    "Calls by another interface of the processor kill, whatever their number", arguments: policies)
  func interfaces(policy: SystemCallPolicy) throws {
    let filter = try #require(FilterProgram(try policy.compiled()))
    for number: UInt32 in [0, 1, 59, 0x4000_0000, 0x4000_0001, 0xFFFF_FFFE] {
      for architecture in [0x4000_0003, 0, 0xFFFF_FFFF, Self.native] {
        let call = SystemCallData(
          number: number, architecture: architecture, instructionPointer: 0,
          arguments: [0, 0, 0, 0, 0, 0])
        if architecture != Self.native || number >= 0x4000_0000 {
          #expect(filter.answer(to: call) == 0x8000_0000, "\(call)")
        }
      }
    }
  }

  @Test(
    "What arguments decide fails with the policy's own error",
    arguments: [
      (56, [0x1000_0000], 1), (41, [2, 1, 0], 97), (53, [2], 97), (302, [1], 1),
      (133, [0, 0o020644], 1), (157, [22], 38), (16, [0, 0x5401 | 1 << 32], 38), (135, [0], 38),
    ] as [(UInt32, [UInt64], UInt32)])
  func refusals(number: UInt32, arguments: [UInt64], error: UInt32) throws {
    let filter = try #require(FilterProgram(try SystemCallPolicy.standard.compiled()))
    let call = SystemCallData(
      number: number, architecture: Self.native, instructionPointer: 0,
      arguments: arguments + [UInt64](repeating: 0, count: 6 - arguments.count))
    #expect(filter.answer(to: call) == 0x0005_0000 | error)
  }

  @Test(
    "A job with a network has TCP sockets of both Internet families, and Unix ones",
    arguments: [
      ([1, 2, 0], 0), ([2, 1, 0], 0), ([10, 0x80801, 6], 0), ([2, 1, 132], 93), ([2, 2, 17], 93),
      ([10, 3, 0], 93), ([16, 3, 0], 97), ([0, 1, 0], 97), ([2 | 1 << 32, 1, 0], 97),
    ] as [([UInt64], UInt32)])
  func sockets(arguments: [UInt64], error: UInt32) throws {
    let policy = SystemCallPolicy.standard.withStreamSockets
    let filter = try #require(FilterProgram(try policy.compiled()))
    let call = SystemCallData(
      number: 41, architecture: Self.native, instructionPointer: 0,
      arguments: arguments + [0, 0, 0])
    #expect(filter.answer(to: call) == (error == 0 ? Self.allowed : 0x0005_0000 | error))
  }
}
