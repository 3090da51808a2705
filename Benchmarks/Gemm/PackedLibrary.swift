import Linux

/// Somebody's float32 product with a right-hand side that was packed before.
@safe struct PackedLibrary: Sendable {
  struct Shape {
    let rows: Int
    let columns: Int
    let depth: Int
  }

  let name: String
  /// Packs B and returns the product; nil where the library has none for the shape. The buffers must
  /// outlive what is returned.
  let prepare: @Sendable (Shape, FloatBuffer, FloatBuffer, FloatBuffer) -> (() -> Void)?

  static var installed: [PackedLibrary] { [mkl(), oneDNN()].compactMap(\.self) }

  private static func mkl() -> PackedLibrary? {
    typealias Size = @convention(c) (Int32, Int32, Int32, Int32) -> Int
    typealias Pack =
      @convention(c) @Sendable (
        Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32,
        UnsafeMutablePointer<Float>
      ) -> Void
    typealias Compute =
      @convention(c) @Sendable (
        Int32, Int32, Int32, Int32, Int32, Int32, UnsafePointer<Float>, Int32,
        UnsafePointer<Float>, Int32, Float, UnsafeMutablePointer<Float>, Int32
      ) -> Void
    guard let library = DynamicLibrary("\(MatrixLibrary.folder)/libmkl_rt.so.3"),
      let size = library.function("cblas_sgemm_pack_get_size", as: Size.self),
      let pack = unsafe library.function("cblas_sgemm_pack", as: Pack.self),
      let compute = unsafe library.function("cblas_sgemm_compute", as: Compute.self)
    else { return nil }
    // CblasRowMajor 101, CblasNoTrans 111, CblasPacked 151, CblasBMatrix 162.
    return PackedLibrary(name: "MKL, packed") { shape, left, right, target in
      let (m, n, k) = (Int32(shape.rows), Int32(shape.columns), Int32(shape.depth))
      let packed = FloatBuffer((size(162, m, n, k) + 3) / 4 + 16)
      unsafe pack(101, 162, 111, m, n, k, 1, right.start, n, packed.start)
      return {
        unsafe compute(
          101, 111, 151, m, n, k, left.start, k, packed.start, n, 0, target.start, n)
      }
    }
  }

  private static func oneDNN() -> PackedLibrary? {
    typealias Prepare =
      @convention(c) @Sendable (
        UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int, Int
      ) -> OpaquePointer?
    typealias Run = @convention(c) @Sendable (OpaquePointer) -> Void
    guard let adapters = DynamicLibrary("\(MatrixLibrary.folder)/libassay-peers.so"),
      let prepare = unsafe adapters.function("peer_matmul", as: Prepare.self),
      let run = unsafe adapters.function("peer_run", as: Run.self)
    else { return nil }
    return PackedLibrary(name: "oneDNN, packed") { shape, left, right, target in
      guard
        let peer = unsafe prepare(
          left.start, right.start, target.start, shape.rows, shape.depth, shape.columns)
      else { return nil }
      return { unsafe run(peer) }
    }
  }
}
