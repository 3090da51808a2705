import Kernels
import Linux
import Microkernels
import TestSupport
import Testing

/// Element-wise functions against correctly rounded results, and every level against the others.
@Suite struct FunctionTests {
  /// Arguments all over the float32 range: every `step`-th bit pattern, and the special ones.
  static func arguments(step: UInt32) -> [Float] {
    let special: [Float] = [
      0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
      .leastNormalMagnitude, .greatestFiniteMagnitude, 88.72283, 88.72284, -87.33655, -103.97208,
      -103.972084, 0.75, 1, -1, 4, 65536, 65537, 1e22, 32884.62, -4822.3447, 0x1.921fb6p0,
      0x1.921fb6p1, 0x1.6ac5b2p91,
    ]
    return special
      + stride(from: UInt32(0), to: .max - step, by: Int(step)).map {
        Float(bitPattern: $0)
      }
  }

  static func compute(_ function: Function, _ values: [Float], on level: Level) throws -> [Float] {
    var results = [Float](repeating: 0, count: values.count)
    var span = results.mutableSpan
    try Engine(level: level).apply(function, values.span, into: &span)
    return results
  }

  static let python: String? = {
    let candidates = ["\(root)/.build/python/bin/python3", "python3"]
    return candidates.first { (try? Oracle.output([$0, "-c", "import gmpy2"], input: [])) != nil }
  }()

  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  /// Largest distance from the correctly rounded result that is allowed, in units in the last place.
  static let bounds: [Function: Int] = [
    .exp: 1, .log: 1, .tanh: 1, .erf: 1, .sin: 1, .cos: 1, .reciprocalSquareRoot: 1, .silu: 3,
  ]

  @Test(
    "Within one unit in the last place of the correctly rounded result",
    .enabled(if: python != nil, "no Python with gmpy2: run Tests/install-peers"),
    arguments: bounds.keys.sorted { $0.rawValue < $1.rawValue })
  func accuracy(function: Function) throws {
    let step = UInt32(SeededGenerator.rounds(80_021, long: 509))
    let values = Self.arguments(step: step)
    let computed = try Self.compute(function, values, on: .chosen())
    let exact = try Oracle.results(of: function, values, python: Self.python ?? "python3")
    try #require(exact.count == computed.count)
    var worst = (distance: 0, argument: Float(0))
    for index in values.indices {
      let distance = Oracle.distance(computed[index], exact[index])
      if distance > worst.distance { worst = (distance, values[index]) }
    }
    print("\(function): at most \(worst.distance) ulp, at \(worst.argument), step \(step)")
    #expect(worst.distance <= Self.bounds[function] ?? 0, "\(function)(\(worst.argument))")
  }

  @Test(
    "GELU's absolute error stays below four units of the last place of its argument",
    .enabled(if: python != nil, "no Python with gmpy2: run Tests/install-peers"))
  func gelu() throws {
    let values = Self.arguments(step: 100_003).filter { abs($0) < 100 }
    let computed = try Self.compute(.gelu, values, on: .chosen())
    let exact = try Oracle.results(of: .gelu, values, python: Self.python ?? "python3")
    for index in values.indices {
      #expect(
        abs(computed[index] - exact[index]) <= 4 * max(values[index].ulp, 0x1p-149),
        "\(values[index])")
    }
  }

  @Test("Every level gives the same bits", arguments: Function.allCases)
  func levels(function: Function) throws {
    let values = Self.arguments(step: 60_013)
    let first = try Self.compute(function, values, on: .named("baseline"))
    for level in Level.available {
      let other = try Self.compute(function, values, on: level)
      let place = values.indices.first { first[$0].bitPattern != other[$0].bitPattern }
      #expect(place == nil, "\(level.name): \(function)(\(place.map { values[$0] } ?? 0))")
    }
  }

  @Test("A value does not depend on its place, nor on how many stand beside it")
  func places() throws {
    let values = Self.arguments(step: 40_000_003)
    for function in Function.allCases {
      let whole = try Self.compute(function, values, on: .chosen())
      for (index, value) in values.enumerated() {
        let alone = try Self.compute(function, [value], on: .chosen())
        #expect(alone[0].bitPattern == whole[index].bitPattern, "\(function)(\(value))")
      }
    }
  }
}
