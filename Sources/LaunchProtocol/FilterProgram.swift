/// A filter of system calls as the kernel gets it (classic BPF, `seccomp(2)`), to be read as the
/// kernel reads it.
///
/// A filter that *notifies* hands a call to whoever listens instead of refusing it. The error that
/// the call is to fail with stands in those bits of the answer that the kernel ignores then, so that
/// the listener needs nothing but the filter itself; 0 stands for calls that are answered in another
/// way.
package struct FilterProgram: Sendable {
  private struct Instruction {
    let code: UInt16
    let ifTrue: UInt8
    let ifFalse: UInt8
    let value: UInt32
  }

  /// Bytes of one instruction (`struct sock_filter`).
  private static let size = 8
  /// `SECCOMP_RET_ERRNO`, `SECCOMP_RET_USER_NOTIF` and the bits that tell them apart.
  private static let refuse: UInt32 = 0x0005_0000
  private static let notify: UInt32 = 0x7FC0_0000
  private static let actionMask: UInt32 = 0xFFFF_0000
  /// `BPF_RET | BPF_K`
  private static let answer: UInt16 = 0x06

  private let instructions: [Instruction]

  /// Reads whole instructions in this machine's byte order; nil if one is cut short.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count % Self.size == 0 else { return nil }
    instructions = stride(from: 0, to: bytes.count, by: Self.size).map { start in
      func number(_ range: Range<Int>) -> UInt32 {
        range.reversed().reduce(0) { $0 << 8 | UInt32(bytes[start + $1]) }
      }
      return Instruction(
        code: UInt16(number(0..<2)), ifTrue: bytes[start + 2], ifFalse: bytes[start + 3],
        value: number(4..<8))
    }
  }

  private init(_ instructions: [Instruction]) {
    self.instructions = instructions
  }

  package var bytes: [UInt8] {
    instructions.flatMap { instruction in
      [
        UInt8(truncatingIfNeeded: instruction.code),
        UInt8(truncatingIfNeeded: instruction.code >> 8), instruction.ifTrue, instruction.ifFalse,
      ] + (0..<4).map { UInt8(truncatingIfNeeded: instruction.value >> (8 * $0)) }
    }
  }

  /// The same filter, with a notification wherever this one refuses.
  package var notifyingOfRefusals: FilterProgram {
    FilterProgram(
      instructions.map { instruction in
        guard instruction.code == Self.answer, instruction.value & Self.actionMask == Self.refuse
        else { return instruction }
        return Instruction(
          code: instruction.code, ifTrue: instruction.ifTrue, ifFalse: instruction.ifFalse,
          value: Self.notify | instruction.value & ~Self.actionMask)
      })
  }

  /// Whether some call leads to a notification.
  package var notifies: Bool {
    instructions.contains {
      $0.code == Self.answer && $0.value & Self.actionMask == Self.notify
    }
  }

  /// The error number that a call of which the kernel notified is to fail with; 0 for a call that is
  /// answered in another way, nil for one that this filter does not notify of.
  package func notifiedError(of call: SystemCallData) -> Int32? {
    guard let answer = answer(to: call), answer & Self.actionMask == Self.notify else { return nil }
    return Int32(answer & ~Self.actionMask)
  }

  /// What the kernel gets as the filter's answer; nil if the filter has an instruction that no
  /// compiler of such filters makes, or never comes to an answer.
  package func answer(to call: SystemCallData) -> UInt32? {
    var accumulator: UInt32 = 0
    var position = 0
    // Jumps lead forwards only.
    while position < instructions.count {
      let instruction = instructions[position]
      position += 1
      switch instruction.code {
      case Self.answer: return instruction.value
      case 0x20:  // load a word of the call
        guard let word = call.word(at: instruction.value) else { return nil }
        accumulator = word
      case 0x54: accumulator &= instruction.value
      case 0x05: position += Int(instruction.value)
      default:
        guard let holds = Self.test(instruction, accumulator) else { return nil }
        position += Int(holds ? instruction.ifTrue : instruction.ifFalse)
      }
    }
    return nil
  }

  /// The conditional jumps: equal, greater, greater or equal, any bit set.
  private static func test(_ instruction: Instruction, _ accumulator: UInt32) -> Bool? {
    switch instruction.code {
    case 0x15: accumulator == instruction.value
    case 0x25: accumulator > instruction.value
    case 0x35: accumulator >= instruction.value
    case 0x45: accumulator & instruction.value != 0
    default: nil
    }
  }
}
