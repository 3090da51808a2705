public import CVector

/// 1 / √x.
@usableFromInline
package enum SquareRoot {
  /// The rounded quotient with one step of Newton's method; at most 0.51 units in the last place
  /// from the exact value. 1/√−0 is −∞, as IEEE 754 has it.
  @inlinable @inline(__always)
  package static func reciprocal(_ x: Lanes16) -> Lanes16 {
    let guess = 1 / assay_square_roots(x)
    // 1 − x·guess², the product x·guess in two parts.
    let product = x * guess
    let low = x.times(guess, plus: -product)
    let error = (-low).times(guess, plus: (-product).times(guess, plus: 1))
    let better = (guess * 0.5).times(error, plus: guess)
    // At 0 and ∞ the error is none.
    return better.replacing(with: guess, where: error .!= error).canonical
  }
}
