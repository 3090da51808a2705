/// Element-wise functions of one argument, each within one unit in the last place of the exact value.
@frozen @usableFromInline
package enum Function: String, CaseIterable, Sendable {
  case exp
  /// The natural logarithm.
  case log
  case tanh
  case erf
  /// Of radians, as `cos`.
  case sin
  case cos
  /// x·Φ(x), Φ being the normal distribution: the exact form, not the one with tanh.
  case gelu
  /// x / (1 + e⁻ˣ).
  case silu
  case reciprocalSquareRoot
}

extension Microkernel {
  /// Writes `function` of each of `count` floats at `source` to `target`, which must be elsewhere.
  @inlinable @inline(__always)
  package static func map(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int,
    _ function: (Lanes16) -> Lanes16
  ) {
    // The rest goes through a vector of its own: what stands in its other lanes is not written. Both
    // go through the same code, so that the function is there once.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 16) { buffer in
      guard let edge = buffer.baseAddress else { return }
      let whole = count & ~15
      var from = source
      var to = target
      var end = source + whole
      while true {
        while from < end {
          function(Lanes16(at: from)).store(at: to)
          from += 16
          to += 16
        }
        guard whole < count, to == target + whole else { break }
        edge.initialize(repeating: 1, count: 16)
        edge.update(from: source + whole, count: count &- whole)
        from = UnsafePointer(edge)
        end = from + 16
        to = edge
      }
      if whole < count { (target + whole).update(from: edge, count: count &- whole) }
    }
  }
}
