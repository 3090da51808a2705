public import CVector

extension Int {
  /// The same number, of which the compiler forgets where it came from: conditions on such numbers stay
  /// branches of their own, where it would otherwise compute all and collect them.
  @inlinable @inline(__always)
  package var opaque: Int { assay_opaque_number(self) }
}
