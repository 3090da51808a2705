import Kernels
import Microkernels
import TestSupport
import Testing

/// Functions at every level of this processor, bit for bit against the reference.
@Suite struct FunctionTests {
  static let levels = Level.available

  static func apply(_ function: Function, to source: [Float], _ level: Level) throws -> [Float] {
    try apply(function, to: source, Engine(level: level))
  }

  static func apply(_ function: Function, to source: [Float], _ engine: Engine) throws -> [Float] {
    var target = [Float](repeating: 77, count: source.count)
    var span = target.mutableSpan
    try engine.apply(function, to: source.span, into: &span)
    return target
  }

  @Test("Every level computes the reference's bits", arguments: levels, Function.allCases)
  func reference(level: Level, function: Function) throws {
    let step = SeededGenerator.rounds(65_521, long: 4093)
    let patterns = stride(from: 0, to: 1 << 32, by: step)
    let source = patterns.map { Float(bitPattern: UInt32($0)) }
    let computed = try Self.apply(function, to: source, level)
    for (argument, value) in zip(source, computed) {
      let expected = Reference.apply(function, to: argument)
      #expect(value.bitPattern == expected.bitPattern, "\(level.name): \(function)(\(argument))")
    }
  }

  @Test("Awkward lengths and places", arguments: levels, Function.allCases)
  func lengths(level: Level, function: Function) throws {
    let values = (0..<140).map { Float($0 - 70) * 0.37 }
    let expected = values.map { Reference.apply(function, to: $0).bitPattern }
    for count in [0, 1, 2, 3, 7, 13, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 97, 127] {
      for start in [0, 1, 5] {
        let source = Array(values[start..<(start + count)])
        let computed = try Self.apply(function, to: source, level)
        #expect(
          computed.map(\.bitPattern) == Array(expected[start..<(start + count)]),
          "\(level.name): \(function), \(count) from \(start)")
      }
    }
  }

  @Test("Nothing beyond the target is written", arguments: levels, Function.allCases)
  func neighbours(level: Level, function: Function) throws {
    var memory = [Float](repeating: 5, count: 64)
    let source = [Float](repeating: 0.5, count: 19)
    let engine = try Engine(level: level)
    try unsafe memory.withUnsafeMutableBufferPointer { memory in
      try unsafe source.withUnsafeBufferPointer { source in
        unsafe try engine.apply(
          function, to: source, into: UnsafeMutableBufferPointer(rebasing: memory[3..<22]))
      }
    }
    #expect(memory[..<3].allSatisfy { $0 == 5 } && memory[22...].allSatisfy { $0 == 5 })
  }

  /// Arguments and results with special values, by IEEE 754 and ISO C annex F.
  static let specials: [(function: Function, argument: Float, result: Float)] = [
    (.exp, -.infinity, 0), (.exp, .infinity, .infinity), (.exp, -0.0, 1), (.exp, 89, .infinity),
    (.exp, -104, 0), (.exp, -103.9, .leastNonzeroMagnitude),
    (.log, 0, -.infinity), (.log, -0.0, -.infinity), (.log, 1, 0), (.log, .infinity, .infinity),
    (.log, -1, .nan), (.log, -.infinity, .nan),
    (.tanh, 0, 0), (.tanh, -0.0, -0.0), (.tanh, .infinity, 1), (.tanh, -.infinity, -1),
    (.erf, 0, 0), (.erf, -0.0, -0.0), (.erf, .infinity, 1), (.erf, -.infinity, -1),
    (.sin, 0, 0), (.sin, -0.0, -0.0), (.sin, .infinity, .nan), (.sin, -.infinity, .nan),
    (.cos, 0, 1), (.cos, -0.0, 1), (.cos, .infinity, .nan), (.cos, -.infinity, .nan),
    (.gelu, 0, 0), (.gelu, -0.0, -0.0), (.gelu, .infinity, .infinity), (.gelu, -.infinity, -0.0),
    (.silu, 0, 0), (.silu, -0.0, -0.0), (.silu, .infinity, .infinity), (.silu, -.infinity, -0.0),
    (.reciprocalSquareRoot, 0, .infinity), (.reciprocalSquareRoot, -0.0, -.infinity),
    (.reciprocalSquareRoot, .infinity, 0), (.reciprocalSquareRoot, 4, 0.5),
    (.reciprocalSquareRoot, -1, .nan), (.reciprocalSquareRoot, -.infinity, .nan),
  ]

  @Test("Special values", arguments: specials)
  func special(function: Function, argument: Float, result: Float) throws {
    for level in Self.levels {
      let computed = try Self.apply(function, to: [argument], level)
      #expect(computed[0].bitPattern == result.bitPattern, "\(level.name): \(computed[0])")
    }
  }

  @Test("Every NaN becomes the only one", arguments: levels, Function.allCases)
  func notANumber(level: Level, function: Function) throws {
    let source: [Float] = [0x7f80_0001, 0x7fc0_0000, 0x7fff_ffff, 0xff80_0001, 0xffc0_0000, .max]
      .map { Float(bitPattern: $0) }
    for value in try Self.apply(function, to: source + source + source, level) {
      #expect(value.bitPattern == Float.nan.bitPattern)
    }
  }

  @Test("Threads show in the time only", arguments: Function.allCases, [2, 3, 7])
  func threads(function: Function, threads: Int) throws {
    let source = (0..<70_001).map { Float($0 - 35_000) * 0.013 }
    let alone = try Self.apply(function, to: source, Engine(level: .chosen()))
    let together = try Self.apply(function, to: source, Engine(level: .chosen(), threads: threads))
    #expect(alone.map(\.bitPattern) == together.map(\.bitPattern))
  }

  @Test("Lengths that differ and memory that is shared are refused")
  func refusals() throws {
    let engine = try Engine(level: .chosen())
    var memory = [Float](repeating: 1, count: 40)
    var span = memory.mutableSpan
    let short = [Float](repeating: 1, count: 39)
    let mismatch = #expect(throws: KernelError.self) {
      try engine.apply(.exp, to: short.span, into: &span)
    }
    #expect(mismatch?.code == .mismatch)
    unsafe memory.withUnsafeMutableBufferPointer { memory in
      for offset in [0, 1, 19] {
        let source = unsafe UnsafeBufferPointer(rebasing: memory[0..<20])
        let target = unsafe UnsafeMutableBufferPointer(
          rebasing: memory[offset..<(offset + 20)])
        let overlap = #expect(throws: KernelError.self) {
          unsafe try engine.apply(.exp, to: source, into: target)
        }
        #expect(overlap?.code == .overlap)
      }
    }
  }
}
