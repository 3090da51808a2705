import Kernels
import Microkernels

/// One operation of a fixed size, with memory that everybody computes in.
@safe final class ElementTask {
  enum Operation: Sendable {
    case function(Function, ClosedRange<Float>)
    case softmax
    case layerNorm
  }

  let name: String
  let operation: Operation
  let rows: Int
  let columns: Int
  /// Whether the suite's summary counts it.
  let isRated: Bool
  let source: FloatBuffer
  let target: FloatBuffer
  /// Weights, then as many biases.
  let weights: FloatBuffer

  init(_ name: String, _ operation: Operation, rows: Int = 1, columns: Int, isRated: Bool = true) {
    self.name = rows == 1 ? "\(name), \(columns)" : "\(name), \(rows) × \(columns)"
    self.operation = operation
    self.rows = rows
    self.columns = columns
    self.isRated = isRated
    source = FloatBuffer(rows * columns)
    target = FloatBuffer(rows * columns)
    weights = FloatBuffer(2 * columns)
    let range: ClosedRange<Float> =
      if case .function(_, let range) = operation { range } else { -4...4 }
    let half = (range.upperBound - range.lowerBound) / 2
    for index in 0..<source.count {
      unsafe source.start[index] = range.lowerBound + half + source.start[index] * half
    }
  }

  var count: Int { rows * columns }

  /// Computes it with our kernels, checks at the boundary included.
  func compute(on engine: Engine) {
    do throws(KernelError) {
      try attempt(on: engine)
    } catch {
      preconditionFailure("\(name): \(error)")
    }
  }

  private func attempt(on engine: Engine) throws(KernelError) {
    let input = unsafe source.elements.span
    var output = unsafe target.room.mutableSpan
    switch operation {
    case .function(let function, _): try engine.apply(function, to: input, into: &output)
    case .softmax: try engine.softmax(input, columns: columns, into: &output)
    case .layerNorm:
      let operands = unsafe weights.elements.span
      try engine.layerNorm(
        input, columns: columns, weight: operands.extracting(..<columns),
        bias: operands.extracting(columns...), epsilon: 1e-5, into: &output)
    }
  }
}
