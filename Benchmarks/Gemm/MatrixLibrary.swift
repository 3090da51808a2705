import Linux

/// Somebody's float32 product of row-major matrices: C = A·B.
@safe struct MatrixLibrary {
  /// rows, columns, depth, A, B, C; all without gaps.
  typealias Multiply = (
    Int, Int, Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
  ) -> Void

  let name: String
  /// The function for one shape; nil where the library has none for it.
  let prepare: (_ rows: Int, _ columns: Int, _ depth: Int) -> Multiply?

  /// Where the script beside this folder installs what Debian does not have.
  static let folder = ".build/peers/lib"

  /// What libraries must be told before they are loaded, so that they take their fastest path on one
  /// thread: defaults miss AVX-512 on processors that they do not know, and what some do on Zen 3 is
  /// slower than what they do on Haswell.
  static let fastest =
    oneThread
    + (Processor.supports(.avx512)
      ? [("OPENBLAS_CORETYPE", "SkylakeX"), ("BLIS_ARCH_TYPE", "0")]
      : [("OPENBLAS_CORETYPE", "Haswell"), ("BLIS_ARCH_TYPE", "3")])

  /// What keeps libraries to AVX2 and FMA.
  static let onlyAVX2 =
    oneThread + [
      ("OPENBLAS_CORETYPE", "Haswell"), ("BLIS_ARCH_TYPE", "3"), ("DNNL_MAX_CPU_ISA", "AVX2"),
      ("MKL_ENABLE_INSTRUCTIONS", "AVX2"), ("LIBXSMM_TARGET", "hsw"),
    ]

  static let oneThread = [
    ("OPENBLAS_NUM_THREADS", "1"), ("OPENBLAS_L2_SIZE", "0"), ("OMP_NUM_THREADS", "1"),
    ("MKL_NUM_THREADS", "1"), ("MKL_THREADING_LAYER", "SEQUENTIAL"),
    ("MKL_INTERFACE_LAYER", "LP64"), ("BLIS_NUM_THREADS", "1"),
  ]

  static func setEnvironment(_ variables: [(String, String)]) {
    for (name, value) in variables { Environment.set(name, to: value) }
  }

  /// Every library that is installed.
  static func installed() -> [MatrixLibrary] {
    return [
      cblas("OpenBLAS", "\(folder)/libscipy_openblas.so", "scipy_cblas_sgemm"),
      cblas("MKL", "\(folder)/libmkl_rt.so.3", "cblas_sgemm"),
      cblas("BLIS", "/usr/lib/x86_64-linux-gnu/blis-serial/libblis.so.4", "cblas_sgemm"),
      oneDNN("libdnnl.so.2"), libxsmm("\(folder)/libxsmm.so"),
    ].compactMap(\.self)
  }

  private static func cblas(_ name: String, _ file: String, _ function: String) -> MatrixLibrary? {
    typealias Function =
      @convention(c) (
        Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32,
        UnsafePointer<Float>, Int32, Float, UnsafeMutablePointer<Float>, Int32
      ) -> Void
    guard
      let multiply = unsafe DynamicLibrary(file)?.function(function, as: Function.self)
    else { return nil }
    return unsafe MatrixLibrary(name: name) { _, _, _ in
      { rows, columns, depth, left, right, target in
        // CblasRowMajor, CblasNoTrans twice.
        unsafe multiply(
          101, 111, 111, Int32(rows), Int32(columns), Int32(depth), 1, left, Int32(depth), right,
          Int32(columns), 0, target, Int32(columns))
      }
    }
  }

  private static func oneDNN(_ file: String) -> MatrixLibrary? {
    typealias Function =
      @convention(c) (
        CChar, CChar, Int, Int, Int, Float, UnsafePointer<Float>, Int, UnsafePointer<Float>, Int,
        Float, UnsafeMutablePointer<Float>, Int
      ) -> Int32
    guard let multiply = unsafe DynamicLibrary(file)?.function("dnnl_sgemm", as: Function.self)
    else { return nil }
    let plain = CChar(UInt8(ascii: "N"))
    return unsafe MatrixLibrary(name: "oneDNN") { _, _, _ in
      { rows, columns, depth, left, right, target in
        unsafe _ = multiply(
          plain, plain, rows, columns, depth, 1, left, depth, right, columns, 0, target, columns)
      }
    }
  }

  /// libxsmm compiles a function for each small shape. It is column-major: Cᵀ = Bᵀ·Aᵀ.
  private static func libxsmm(_ file: String) -> MatrixLibrary? {
    typealias Kernel =
      @convention(c) (
        UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
      ) -> Void
    typealias Dispatch =
      @convention(c) (
        Int32, Int32, Int32, UnsafePointer<Int32>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?,
        UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
      ) -> Kernel?
    guard
      let dispatch = unsafe DynamicLibrary(file)?.function("libxsmm_smmdispatch", as: Dispatch.self)
    else { return nil }
    return unsafe MatrixLibrary(name: "libxsmm") { rows, columns, depth in
      guard rows * columns * depth <= 128 * 128 * 128 else { return nil }
      var one: Float = 1
      var zero: Float = 0
      var flags: Int32 = 0
      let kernel = unsafe dispatch(
        Int32(columns), Int32(rows), Int32(depth), nil, nil, nil, &one, &zero, &flags, nil)
      guard let kernel = unsafe kernel else { return nil }
      return { _, _, _, left, right, target in unsafe kernel(right, left, target) }
    }
  }
}
