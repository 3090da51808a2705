/// Element-wise functions of one argument.
@frozen @usableFromInline
package enum Function: String, CaseIterable, Sendable {
  case exp
  case log
  case tanh
  case erf
  case sin
  case cos
  case gelu
  case silu
  case reciprocalSquareRoot
}

/// A function of sixteen lanes.
///
/// A type and not a closure: a closure in inlined code is compiled as a function of its own in every
/// level, under one name, and the linker would keep one of them for all.
@usableFromInline
package protocol LaneFunction {
  static func value(_ x: Lanes16) -> Lanes16
}

/// 1 / √x: both steps are rounded correctly.
@usableFromInline
package enum ReciprocalSquareRoot: LaneFunction {
  @inlinable @inline(__always)
  package static func value(_ x: Lanes16) -> Lanes16 { 1 / x.squareRooted }
}

extension Microkernel {
  /// Writes the function of each of `count` floats at `source` to `target`, which may be the same.
  @inlinable @inline(__always)
  package static func apply<Tag>(
    _: Tag.Type, _ function: Function, _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    switch function {
    case .exp: map(Tag.self, Exponential.self, source, target, count)
    case .log: map(Tag.self, Logarithm.self, source, target, count)
    case .tanh: map(Tag.self, HyperbolicTangent.self, source, target, count)
    case .erf: map(Tag.self, ErrorFunction.self, source, target, count)
    case .sin: map(Tag.self, Sine.self, source, target, count)
    case .cos: map(Tag.self, Cosine.self, source, target, count)
    case .gelu: map(Tag.self, GaussianUnit.self, source, target, count)
    case .silu: map(Tag.self, SigmoidUnit.self, source, target, count)
    case .reciprocalSquareRoot: map(Tag.self, ReciprocalSquareRoot.self, source, target, count)
    }
  }

  @inlinable @inline(__always)
  static func map<Tag, F: LaneFunction>(
    _: Tag.Type, _: F.Type, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    var done = 0
    while done &+ 16 <= count {
      F.value(Lanes16(at: source + done)).canonical.store(at: target + done)
      done &+= 16
    }
    guard done < count else { return }
    // The rest in a vector of its own; what the other lanes hold is not written.
    let lanes = F.value(partial(source + done, count &- done, filler: 1)).canonical
    writePartial(lanes, target + done, count &- done)
  }

  /// The first `count` lanes from memory, the others `filler`.
  @inlinable @inline(__always)
  static func partial(_ source: UnsafePointer<Float>, _ count: Int, filler: Float) -> Lanes16 {
    var lanes = Lanes16(repeating: filler)
    withUnsafeMutableBytes(of: &lanes) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: source, count: count &* 4))
    }
    return lanes
  }

  @inlinable @inline(__always)
  static func writePartial(_ lanes: Lanes16, _ target: UnsafeMutablePointer<Float>, _ count: Int) {
    withUnsafeBytes(of: lanes) {
      UnsafeMutableRawBufferPointer(start: target, count: count &* 4)
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[0..<(count &* 4)]))
    }
  }
}
