/// erf x.
@usableFromInline
package enum ErrorFunction: LaneFunction {
  /// erf x: an odd polynomial to 1, and 1 − e^−g(|x|) beyond, where e^−g is erfc.
  @inlinable @inline(__always)
  package static func value(_ x: Lanes16) -> Lanes16 {
    let size = x.magnitude
    let square = x * x
    var tail = square.times(Lanes16(repeating: -0x1.449784p-17), plus: 0x1.d89ff4p-14)
    tail = tail.times(square, plus: -0x1.bcd3a4p-11)
    tail = tail.times(square, plus: 0x1.562abep-8)
    tail = tail.times(square, plus: -0x1.b829d0p-6)
    tail = tail.times(square, plus: 0x1.ce2f0ap-4)
    tail = tail.times(square, plus: -0x1.812746p-2)
    tail = tail.times(square, plus: 0x1.06eba8p-3)
    let near = x.times(tail, plus: x)
    let far = (1 - complement(size)).withSign(of: x)
    return near.replaced(by: far, where: size .> 1)
  }

  /// erfc of 1 and more.
  @inlinable @inline(__always)
  static func complement(_ size: Lanes16) -> Lanes16 {
    let limited = size.replaced(by: 4, where: size .> 4)
    var power = limited.times(Lanes16(repeating: -0x1.a05d96p-22), plus: 0x1.c8b0d2p-16)
    power = power.times(limited, plus: -0x1.f24876p-12)
    power = power.times(limited, plus: 0x1.1b2858p-8)
    power = power.times(limited, plus: -0x1.a10216p-6)
    power = power.times(limited, plus: 0x1.bd668ep-4)
    power = power.times(limited, plus: 0x1.441340p-1)
    power = power.times(limited, plus: 0x1.2133d0p0)
    power = power.times(limited, plus: -0x1.bad8a4p-13)
    return Exponential.value(-power)
  }
}

/// GELU: x·(1 + erf(x/√2)) / 2.
@usableFromInline
package enum GaussianUnit: LaneFunction {
  @inlinable @inline(__always)
  package static func value(_ x: Lanes16) -> Lanes16 {
    let half = x * 0.5
    return half.times(ErrorFunction.value(x * 0x1.6a09e6p-1), plus: half)
  }
}
