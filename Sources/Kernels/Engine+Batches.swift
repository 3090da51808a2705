import Synchronization

/// Several products of one shape at once.
extension Engine {
  /// C = A·B, or C += A·B, for each product of a batch; the bits are those of each by itself.
  ///
  /// - Throws: as one product does; `.overlap` too where targets share elements.
  package func multiply(
    _ batch: Batch, _ left: Span<Float>, _ leftLayout: Layout, _ right: Span<Float>,
    _ rightLayout: Layout, into target: inout MutableSpan<Float>, _ targetLayout: Layout,
    accumulate: Bool = false
  ) throws(KernelError) {
    try batch.check("left", leftLayout, stride: batch.leftStride, available: left.count)
    try batch.check("right", rightLayout, stride: batch.rightStride, available: right.count)
    try batch.check("target", targetLayout, stride: batch.targetStride, available: target.count)
    let extent = try targetLayout.extent("target")
    guard batch.count <= 1 || batch.targetStride >= extent else {
      throw KernelError(
        .overlap, "batch", "\(batch)", expected: "targets at least \(extent) elements apart")
    }
    guard batch.count > 0 else { return }
    try left.withUnsafeBufferPointer { left throws(KernelError) in
      try right.withUnsafeBufferPointer { right throws(KernelError) in
        try target.withUnsafeMutableBufferPointer { target throws(KernelError) in
          guard
            let product = try checked(
              left, leftLayout, right, rightLayout, into: target, targetLayout,
              accumulate: accumulate)
          else { return }
          try run(product, batch)
        }
      }
    }
  }

  private func run(_ product: Product, _ batch: Batch) throws(KernelError) {
    if let tall = product.stacked(batch) { return try run(tall.oriented, on: level) }
    let first = product.oriented
    // Small products go to a thread each; large ones are shared by all.
    guard pool.count > 1, batch.count > 1, isAlone(first) else {
      for index in 0..<batch.count { try run(product.item(index, batch).oriented, on: level) }
      return
    }
    let failure = Mutex<KernelError?>(nil)
    pool.run { member in
      do throws(KernelError) {
        for index in member.share(of: batch.count) {
          try run(product.item(index, batch).oriented, on: level)
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }
}

extension Product {
  /// The product whose target has contiguous rows: this one, or its transpose.
  var oriented: Product { suitsTurning || !isRowMajor ? turned : self }

  /// One product of a batch, of which this is the first.
  func item(_ index: Int, _ batch: Batch) -> Product {
    var item = self
    item.left += index * batch.leftStride
    item.right += index * batch.rightStride
    item.target += index * batch.targetStride
    return item
  }

  /// A batch that shares B as one product, where its rows follow one another; nil elsewhere.
  func stacked(_ batch: Batch) -> Product? {
    guard batch.rightStride == 0 || batch.count == 1, isRowMajor, rows > 0,
      batch.leftStride == rows * leftLayout.rowStride,
      batch.targetStride == rows * targetLayout.rowStride
    else { return nil }
    var tall = self
    tall.leftLayout = leftLayout.withRows(rows * batch.count)
    tall.targetLayout = targetLayout.withRows(rows * batch.count)
    return tall
  }
}

extension Layout {
  /// The same columns and strides with another number of rows.
  fileprivate func withRows(_ rows: Int) -> Layout {
    Layout(rows: rows, columns: columns, rowStride: rowStride, columnStride: columnStride)
  }
}
