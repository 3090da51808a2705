import LaunchProtocol
import TestSupport
import Testing

@Suite struct FilterProgramTests {
  /// `struct sock_filter`
  private static func instruction(
    _ code: UInt16, _ ifTrue: UInt8, _ ifFalse: UInt8, _ value: UInt32
  ) -> [UInt8] {
    [UInt8(code & 0xFF), UInt8(code >> 8), ifTrue, ifFalse]
      + (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// Call 7 is allowed if bit 4 of its second argument's upper half is set, everything else fails
  /// with error 9.
  private static let sample =
    instruction(0x20, 0, 0, 0) + instruction(0x15, 0, 3, 7) + instruction(0x20, 0, 0, 28)
    + instruction(0x45, 0, 1, 16) + instruction(0x06, 0, 0, 0x7FFF_0000)
    + instruction(0x06, 0, 0, 0x0005_0009)

  private static func call(_ number: UInt32, _ argument: UInt64 = 0) -> SystemCallData {
    SystemCallData(
      number: number, architecture: 1, instructionPointer: 2,
      arguments: [0, argument, 0, 0, 0, 0])
  }

  @Test("A filter is read as the kernel reads it")
  func answers() throws {
    let program = try #require(FilterProgram(Self.sample))
    #expect(program.answer(to: Self.call(7, 16 << 32)) == 0x7FFF_0000)
    #expect(program.answer(to: Self.call(7, 16)) == 0x0005_0009)
    #expect(program.answer(to: Self.call(8, 16 << 32)) == 0x0005_0009)
    #expect(!program.notifies)
    #expect(program.notifiedError(of: Self.call(8)) == nil)
    #expect(program.bytes == Self.sample)
  }

  @Test("A notifying filter knows the error that the plain one answers with")
  func notifying() throws {
    let program = try #require(FilterProgram(Self.sample)).notifyingOfRefusals
    #expect(program.notifies)
    #expect(program.answer(to: Self.call(7, 16 << 32)) == 0x7FFF_0000)
    #expect(program.answer(to: Self.call(8)) == 0x7FC0_0009)
    #expect(program.notifiedError(of: Self.call(8)) == 9)
    #expect(program.notifiedError(of: Self.call(7, 16 << 32)) == nil)
  }

  @Test("Half an instruction is no filter")
  func half() {
    #expect(FilterProgram([1, 2, 3]) == nil)
  }

  @Test("A damaged filter answers or does not, and comes to an end")
  func damaged() throws {
    var generator = SeededGenerator()
    for _ in 0..<SeededGenerator.rounds(2000, long: 200_000) {
      let bytes = generator.mutation(of: Self.sample)
      guard let program = FilterProgram(bytes) else { continue }
      _ = program.answer(to: Self.call(UInt32.random(in: 0...8, using: &generator)))
      #expect(program.bytes == bytes, "seed \(generator.seed)")
    }
  }
}
