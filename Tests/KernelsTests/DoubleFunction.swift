import Linux
import Microkernels

/// The functions in float64 as the C library computes them: another's work, and so much finer than a
/// float32 that it tells its errors.
struct DoubleFunction: Sendable {
  typealias Body = @convention(c) (Double) -> Double
  private let function: Function
  private let body: Body

  init?(_ function: Function) {
    let names: [Function: String] = [.gelu: "erfc", .silu: "exp", .reciprocalSquareRoot: "sqrt"]
    guard
      let body = DynamicLibrary("libm.so.6")?.function(
        names[function] ?? "\(function)", as: Body.self)
    else { return nil }
    self.function = function
    self.body = body
  }

  func callAsFunction(_ x: Double) -> Double {
    switch function {
    case .gelu where x == -.infinity, .silu where x == -.infinity: -0.0
    case .gelu: x * body(-x * 0.5.squareRoot()) / 2
    case .silu: x / (1 + body(-x))
    case .reciprocalSquareRoot: 1 / body(x)
    default: body(x)
    }
  }
}
