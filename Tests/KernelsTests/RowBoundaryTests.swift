import Kernels
import Microkernels
import Testing

/// What operations over rows refuse before they touch memory.
@Suite struct RowBoundaryTests {
  static func attempt(
    source: Int = 12, columns: Int = 4, weight: Int = 4, bias: Int = 4, epsilon: Float = 0,
    target: Int = 12
  ) -> KernelError? {
    let (x, w, b) = (
      [Float](repeating: 1, count: source), [Float](repeating: 1, count: weight),
      [Float](repeating: 1, count: bias)
    )
    var y = [Float](repeating: 1, count: target)
    var span = y.mutableSpan
    do throws(KernelError) {
      try Engine(level: .chosen()).layerNorm(
        x.span, columns: columns, weight: w.span, bias: b.span, epsilon: epsilon, into: &span)
      return nil
    } catch {
      return error
    }
  }

  @Test("Rows that fit are computed, and so is nothing")
  func fits() {
    #expect(Self.attempt() == nil)
    #expect(Self.attempt(source: 0, target: 0) == nil)
    #expect(Self.attempt(source: 0, columns: 0, weight: 0, bias: 0, target: 0) == nil)
  }

  @Test("Rows that are not whole, and impossible sizes")
  func dimensions() {
    #expect(Self.attempt(columns: 5, weight: 5, bias: 5)?.code == .dimensions)
    #expect(Self.attempt(columns: 0, weight: 0, bias: 0)?.code == .dimensions)
    #expect(Self.attempt(columns: -4)?.code == .dimensions)
    #expect(Self.attempt(columns: .min)?.code == .dimensions)
    #expect(Self.attempt(epsilon: -1)?.field == "epsilon")
    #expect(Self.attempt(epsilon: .nan)?.field == "epsilon")
  }

  @Test("Operands of other sizes are named")
  func mismatch() {
    #expect(Self.attempt(target: 11)?.field == "target")
    #expect(Self.attempt(weight: 3)?.field == "weight")
    #expect(Self.attempt(bias: 5)?.field == "bias")
    #expect(Self.attempt(bias: 5)?.code == .mismatch)
  }

  @Test("A rotation needs pairs, and an angle for each")
  func rotation() throws {
    let engine = try Engine(level: .chosen())
    let (x, few) = ([Float](repeating: 1, count: 12), [Float](repeating: 1, count: 5))
    let angles = [Float](repeating: 1, count: 6)
    var y = x
    var span = y.mutableSpan
    let odd = #expect(throws: KernelError.self) {
      try engine.rotate(
        x.span, columns: 3, cosines: angles.span, sines: angles.span, into: &span)
    }
    #expect(odd?.field == "columns")
    let short = #expect(throws: KernelError.self) {
      try engine.rotate(x.span, columns: 4, cosines: angles.span, sines: few.span, into: &span)
    }
    #expect(short?.field == "sines")
  }
}
