package import Microkernels

/// The profile's functions and row operations one element after the other. A function is its own
/// definition, evaluated here for one element at a time and without any instruction of a CPU level;
/// operations over rows are spelled out.
extension Reference {
  package static func apply(_ function: Function, to x: Float) -> Float {
    let lanes = Lanes16(repeating: x)
    let result =
      switch function {
      case .exp: Exponential.exp(lanes)
      case .log: Logarithm.log(lanes)
      case .tanh: HyperbolicTangent.tanh(lanes)
      case .erf: ErrorFunction.erf(lanes)
      case .sin: Trigonometry.sin(lanes)
      case .cos: Trigonometry.cos(lanes)
      case .gelu: Gates.gelu(lanes)
      case .silu: Gates.silu(lanes)
      case .reciprocalSquareRoot: SquareRoot.reciprocal(lanes)
      }
    return result[0]
  }

  package static func sum(_ row: ArraySlice<Float>) -> Float {
    canonical(sum(of: row) { $1 + $0 })
  }

  package static func softmax(_ row: ArraySlice<Float>) -> [Float] {
    let largest = row.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
    let powers = row.map { apply(.exp, to: $0 - largest) }
    let scale = 1 / sum(of: powers[...]) { $1 + $0 }
    return powers.map { canonical($0 * scale) }
  }

  package static func layerNorm(
    _ row: ArraySlice<Float>, weight: [Float], bias: [Float], epsilon: Float
  ) -> [Float] {
    let count = Float(row.count)
    let mean = sum(of: row) { $1 + $0 } / count
    let squares = sum(of: row) { $1.addingProduct($0 - mean, $0 - mean) }
    let scale = 1 / (squares / count + epsilon).squareRoot()
    return row.enumerated().map {
      canonical(bias[$0.offset].addingProduct(($0.element - mean) * scale, weight[$0.offset]))
    }
  }

  package static func rmsNorm(
    _ row: ArraySlice<Float>, weight: [Float], epsilon: Float
  ) -> [Float] {
    let squares = sum(of: row) { $1.addingProduct($0, $0) }
    let scale = 1 / (squares / Float(row.count) + epsilon).squareRoot()
    return row.enumerated().map { canonical($0.element * scale * weight[$0.offset]) }
  }

  package static func rotate(x: Float, y: Float, cosine: Float, sine: Float) -> (Float, Float) {
    let product = y * sine
    return (
      canonical((-product).addingProduct(x, cosine)), canonical((y * cosine).addingProduct(x, sine))
    )
  }

  /// Sixteen lanes, each from +0; `add` is given an element and its lane's value.
  private static func sum(
    of row: ArraySlice<Float>, _ add: (Float, Float) -> Float
  ) -> Float {
    var lanes = [Float](repeating: 0, count: 16)
    for (index, element) in row.enumerated() { lanes[index % 16] = add(element, lanes[index % 16]) }
    while lanes.count > 1 {
      let half = lanes.count / 2
      lanes = (0..<half).map { lanes[$0] + lanes[$0 + half] }
    }
    return lanes[0]
  }

  private static func canonical(_ value: Float) -> Float { value.isNaN ? .nan : value }
}
