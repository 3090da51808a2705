/// The definition of the profile, spelled out: slow, and right by inspection.
package enum Reference {
  /// `C[i,j] = fma(A[i,k], B[k,j], C[i,j])` for k ascending from 0, from `C` or +0; NaN canonical.
  package static func multiply(
    _ left: Span<Float>, _ leftLayout: Layout, _ right: Span<Float>, _ rightLayout: Layout,
    into target: inout MutableSpan<Float>, _ targetLayout: Layout, accumulate: Bool
  ) {
    for row in 0..<targetLayout.rows {
      for column in 0..<targetLayout.columns {
        let place = row * targetLayout.rowStride + column * targetLayout.columnStride
        var chain: Float = accumulate ? target[place] : 0
        for step in 0..<leftLayout.columns {
          chain.addProduct(
            left[row * leftLayout.rowStride + step * leftLayout.columnStride],
            right[step * rightLayout.rowStride + column * rightLayout.columnStride])
        }
        target[place] = chain.isNaN ? .nan : chain
      }
    }
  }
}
