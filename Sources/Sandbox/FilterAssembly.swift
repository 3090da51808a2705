/// A filter of system calls being put together, from its last instruction to its first, so that
/// every jump knows where it leads.
struct FilterAssembly {
  /// Where a test leads.
  enum Target: Hashable {
    /// The filter's answer, as the kernel wants it.
    case answer(UInt32)
    /// An instruction, by its distance from the end.
    case instruction(Int)
  }

  /// What is loaded of a call (`struct seccomp_data`).
  enum Word: Equatable {
    case number
    case architecture
    case lowHalf(argument: UInt32)
    case highHalf(argument: UInt32)

    fileprivate var offset: UInt32 {
      switch self {
      case .number: 0
      case .architecture: 4
      case .lowHalf(let argument): 16 + 8 * argument
      case .highHalf(let argument): 20 + 8 * argument
      }
    }
  }

  enum Test: UInt16 {
    case equal = 0x15
    case greaterOrEqual = 0x35
    case anyBit = 0x45
  }

  /// How far a conditional jump leads at most, less the two instructions that may come in between.
  private static let reach = 253

  /// The last one first.
  private var instructions: [[UInt8]] = []
  /// Where the latest instruction that gives an answer stands.
  private var answers: [UInt32: Int] = [:]

  /// The whole filter; execution begins with what was added last.
  var bytes: [UInt8] { instructions.reversed().flatMap { $0 } }

  /// Adds a test of the accumulator.
  mutating func test(
    _ test: Test, _ value: UInt32, then: Target, otherwise: Target
  ) -> Target {
    let (first, second) = (near(then), near(otherwise))
    return add(
      test.rawValue, UInt8(instructions.count - first - 1), UInt8(instructions.count - second - 1),
      value)
  }

  /// Adds a load into the accumulator, after which `next` is executed.
  mutating func load(_ word: Word, next: Target) -> Target {
    goOn(to: next)
    return add(0x20, 0, 0, word.offset)
  }

  /// Adds a restriction of the accumulator to the bits of `mask`.
  mutating func keep(_ mask: UInt32, next: Target) -> Target {
    goOn(to: next)
    return add(0x54, 0, 0, mask)
  }

  /// Sees to it that execution falls through to `next`.
  private mutating func goOn(to next: Target) {
    let place = position(of: next)
    if place != instructions.count - 1 { jump(to: place) }
  }

  /// Where `target` stands, or an instruction in reach that does as well.
  private mutating func near(_ target: Target) -> Int {
    let place = position(of: target)
    if instructions.count - place - 1 <= Self.reach { return place }
    switch target {
    case .answer(let answer):
      answers[answer] = nil
      return position(of: target)
    case .instruction:
      jump(to: place)
      return instructions.count - 1
    }
  }

  private mutating func jump(to place: Int) {
    _ = add(0x05, 0, 0, UInt32(instructions.count - place - 1))
  }

  private mutating func position(of target: Target) -> Int {
    switch target {
    case .instruction(let place): return place
    case .answer(let answer):
      if let place = answers[answer] { return place }
      _ = add(0x06, 0, 0, answer)
      answers[answer] = instructions.count - 1
      return instructions.count - 1
    }
  }

  private mutating func add(
    _ code: UInt16, _ then: UInt8, _ otherwise: UInt8, _ value: UInt32
  ) -> Target {
    instructions.append(
      [UInt8(truncatingIfNeeded: code), UInt8(truncatingIfNeeded: code >> 8), then, otherwise]
        + (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
    return .instruction(instructions.count - 1)
  }
}
