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
  /// Writes `function` of each of `count` floats at `source` to `target`, which must be elsewhere; as
  /// many of them at a time as the bundle has.
  @inlinable @inline(__always)
  package static func map<B: Bundle>(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int,
    _ function: (B) -> B
  ) {
    let size = 16 &* B.rows
    // The rest goes through vectors of its own: what stands in their other lanes is not written. Both
    // go through the same code, so that the function is there once.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { buffer in
      guard let edge = buffer.baseAddress else { return }
      let whole = count / size &* size
      var from = source
      var to = target
      var end = source + whole
      while true {
        while from < end {
          function(B(at: from, stride: 16, count: 16)).store(at: to, stride: 16, count: 16)
          from += size
          to += size
        }
        guard whole < count, to == target + whole else { break }
        edge.initialize(repeating: 1, count: size)
        edge.update(from: source + whole, count: count &- whole)
        from = UnsafePointer(edge)
        end = from + size
        to = edge
      }
      if whole < count { (target + whole).update(from: edge, count: count &- whole) }
    }
  }
}
