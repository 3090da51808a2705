import Linux

/// The profile `blas-f32`: whatever C BLAS this system has, for processors without a tuned level or
/// where a job asks for it. Its sums are in no defined order, so that its results are compared with
/// tolerances and never bit for bit.
package struct SystemBLAS: Sendable {
  /// `cblas_sgemm`: order, transpositions, m, n, k, alpha, A, its stride, B, its stride, beta, C, its
  /// stride.
  private typealias Multiply =
    @convention(c) @Sendable (
      Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32,
      UnsafePointer<Float>, Int32, Float, UnsafeMutablePointer<Float>, Int32
    ) -> Void

  /// The library's file name, for the attestation.
  package let library: String
  private let multiply: Multiply

  /// Where Linux distributions keep a C BLAS, the best first.
  package static let candidates = [
    "libopenblas.so.0", "libblis.so.4", "libmkl_rt.so.3", "libmkl_rt.so.2", "libblas.so.3",
    "libcblas.so.3", "libarmpl_lp64.so",
  ]

  /// What the libraries of `candidates` read their number of threads from.
  private static let threadVariables = [
    "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS",
  ]

  /// The first library of `candidates` that is there and has the C interface.
  ///
  /// It is to be called before a second thread starts, since it tells the library by variables of
  /// the environment how many threads it may start.
  ///
  /// - Throws: `.resources` if there is none, or if this executable cannot load libraries.
  package init(
    candidates: [String] = SystemBLAS.candidates, threads: Int = 1
  ) throws(KernelError) {
    guard DynamicLibrary.isSupported else {
      throw KernelError(
        .resources, "profile blas-f32", "asked of a fully static executable",
        expected: "one that can load libraries; or take the profile assay-f32-v1")
    }
    for variable in Self.threadVariables { Environment.set(variable, to: "\(threads)") }
    for name in candidates {
      guard let found = DynamicLibrary(name)?.function("cblas_sgemm", as: Multiply.self)
      else { continue }
      library = name
      multiply = found
      return
    }
    throw KernelError(
      .resources, "profile blas-f32", "without a library",
      expected: "one of \(candidates.joined(separator: ", ")); install libopenblas0 or another")
  }

  /// C = A·B, or C += A·B; A and B row-major or transposed, C row-major.
  ///
  /// - Throws: `.mismatch`, `.dimensions`, `.span`, `.overlap` for operands that do not fit.
  package func multiply(
    _ left: Span<Float>, _ leftLayout: Layout, _ right: Span<Float>, _ rightLayout: Layout,
    into target: inout MutableSpan<Float>, _ targetLayout: Layout, accumulate: Bool = false
  ) throws(KernelError) {
    try leftLayout.check("left", count: left.count)
    try rightLayout.check("right", count: right.count)
    try targetLayout.check("target", count: target.count)
    try Engine.check(leftLayout, rightLayout, targetLayout)
    let leftForm = try form(leftLayout, "left")
    let rightForm = try form(rightLayout, "right")
    let targetForm = try form(targetLayout, "target")
    guard !targetForm.isTransposed else {
      throw KernelError(.overlap, "target", "\(targetLayout)", expected: "contiguous rows")
    }
    guard targetLayout.rows > 0, targetLayout.columns > 0 else { return }
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        target.withUnsafeMutableBufferPointer { target in
          guard let c = target.baseAddress else { return }
          // CblasRowMajor is 101, CblasNoTrans 111, CblasTrans 112.
          multiply(
            101, leftForm.isTransposed ? 112 : 111, rightForm.isTransposed ? 112 : 111,
            Int32(targetLayout.rows), Int32(targetLayout.columns), Int32(leftLayout.columns), 1,
            left.baseAddress ?? UnsafePointer(c), leftForm.stride,
            right.baseAddress ?? UnsafePointer(c), rightForm.stride, accumulate ? 1 : 0, c,
            targetForm.stride)
        }
      }
    }
  }

  /// How BLAS names a layout.
  private func form(
    _ layout: Layout, _ field: String
  ) throws(KernelError) -> (isTransposed: Bool, stride: Int32) {
    let isTransposed = layout.columnStride != 1 && layout.columns > 1
    let stride = isTransposed ? layout.columnStride : layout.rowStride
    let contiguous = isTransposed ? layout.rows : layout.columns
    guard !isTransposed || layout.rowStride == 1 || layout.rows <= 1,
      max(stride, contiguous, layout.rows, layout.columns) <= Int(Int32.max)
    else {
      throw KernelError(
        .dimensions, field, "\(layout)",
        expected: "contiguous rows or columns, and numbers below 2³¹, as BLAS needs them")
    }
    return (isTransposed, Int32(max(stride, contiguous, 1)))
  }
}
