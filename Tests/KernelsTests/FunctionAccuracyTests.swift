import Kernels
import Linux
import Microkernels
import TestSupport
import Testing

/// Functions against their exact values.
@Suite struct FunctionAccuracyTests {
  @Test(
    "Every function is within one unit in the last place",
    .enabled(
      if: FunctionOracle.interpreter != nil, "no Python with gmpy2: run Tests/install-peers"),
    arguments: Function.allCases)
  func accuracy(function: Function) throws {
    let oracle = try FunctionOracle(function)
    try #require(oracle.arguments.count > 200_000)
    let computed = try FunctionTests.apply(function, to: oracle.arguments, .chosen())
    var worst = (distance: 0.0, argument: Float(0))
    for (index, argument) in oracle.arguments.enumerated() {
      let exact = oracle.values[index]
      let distance = LastPlace.distance(computed[index], from: exact)
      if distance > worst.distance { worst = (distance, argument) }
      if computed[index] == 0 && !exact.isNaN {
        #expect(computed[index].sign == exact.sign, "\(function)(\(argument))")
      }
    }
    print("\(function): at most \(worst.distance) units in the last place, at \(worst.argument)")
    #expect(worst.distance <= 1, "\(function)(\(worst.argument))")
  }

  /// All of them take some minutes.
  @Test(
    "Every one of the 2³² arguments",
    .enabled(if: Environment.value(of: "ASSAY_LONG") != nil, "set ASSAY_LONG to run it"),
    arguments: Function.allCases)
  func everyArgument(function: Function) async throws {
    let exact = try #require(DoubleFunction(function), "no libm.so.6")
    if FunctionOracle.interpreter != nil { try Self.check(exact, function) }
    let engine = try Engine(level: .chosen())
    let parts = UInt32(max(1, Processor.count))
    let worst = try await withThrowingTaskGroup(of: (Double, Float).self) { group in
      for part in 0..<parts {
        group.addTask {
          var worst = (0.0, Float(0))
          for block in stride(from: part, to: 1 << 16, by: Int(parts)) {
            let found = try Self.worst(engine, function, exact, block: block)
            if found.0 > worst.0 { worst = found }
          }
          return worst
        }
      }
      return try await group.reduce((0.0, Float(0))) { $1.0 > $0.0 ? $1 : $0 }
    }
    print("\(function): at most \(worst.0) units in the last place of all, at \(worst.1)")
    #expect(worst.0 <= 1, "\(function)(\(worst.1))")
  }

  /// The C library's values are far nearer to MPFR's than a float could be.
  static func check(_ exact: DoubleFunction, _ function: Function) throws {
    let oracle = try FunctionOracle(function)
    for (argument, value) in zip(oracle.arguments, oracle.values) where value.isFinite {
      let difference = abs(exact(Double(argument)) - value)
      #expect(difference <= max(abs(value), 0x1p-126) * 0x1p-44, "\(function)(\(argument))")
    }
  }

  /// The worst of the 65 536 arguments whose upper bits are `block`.
  static func worst(
    _ engine: Engine, _ function: Function, _ exact: DoubleFunction, block: UInt32
  ) throws -> (Double, Float) {
    let arguments = (UInt32(0)..<(1 << 16)).map { Float(bitPattern: block << 16 | $0) }
    var computed = [Float](repeating: 0, count: arguments.count)
    var span = computed.mutableSpan
    try engine.apply(function, to: arguments.span, into: &span)
    var worst = (0.0, Float(0))
    for (argument, value) in zip(arguments, computed) {
      let distance = LastPlace.distance(value, from: exact(Double(argument)))
      if distance > worst.0 { worst = (distance, argument) }
    }
    return worst
  }
}
