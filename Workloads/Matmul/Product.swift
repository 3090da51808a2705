import Kernels
import Linux
import NumPyFormat

/// Reads A and B, computes C = A·B in the profile that is asked for, writes C.
struct Product {
  let request: Request

  init(_ request: Request) {
    self.request = request
  }

  func run() throws(WorkloadError) {
    let (left, leftForm) = try read(request.left)
    let (right, rightForm) = try read(request.right)
    let plan = try Plan(request, leftForm, rightForm)
    let bytes: [UInt8]
    do throws(KernelError) {
      bytes = try multiply(left, right, plan)
    } catch {
      throw .kernel(error)
    }
    try write(bytes)
  }

  /// The file of C.
  private func multiply(
    _ left: NumericArray, _ right: NumericArray, _ plan: Plan
  ) throws(KernelError) -> [UInt8] {
    if request.profile == .blas {
      let library = try SystemBLAS(threads: request.threads)
      CurrentProcess.printError("profile blas-f32, library \(library.library)\n")
      return NumericArray.npyBytes(
        .float32, plan.shape,
        try multiply(by: library, left.floats(request.type), right.floats(request.type), plan))
    }
    let engine = try Engine(level: .chosen(), threads: request.threads)
    // Neither level nor threads: what is printed is compared between providers too.
    CurrentProcess.printError("profile \(request.profile.rawValue)\n")
    guard request.type == .int8 else {
      return NumericArray.npyBytes(
        .float32, plan.shape,
        try multiply(engine, left.floats(request.type), right.floats(request.type), plan))
    }
    return NumericArray.npyBytes(.int32, plan.shape, try multiply(engine, left, right, plan))
  }

  private func multiply(
    by library: SystemBLAS, _ left: [Float], _ right: [Float], _ plan: Plan
  ) throws(KernelError) -> [Float] {
    try plan.products(plan.batch ?? 1, oneAtATime: true) { one, target throws(KernelError) in
      try library.multiply(
        left.span.extracting((one.lowerBound * plan.leftStride)...), plan.left,
        right.span.extracting((one.lowerBound * plan.rightStride)...), plan.right, into: &target,
        plan.target)
    }
  }

  private func multiply(
    _ engine: Engine, _ left: [Float], _ right: [Float], _ plan: Plan
  ) throws(KernelError) -> [Float] {
    if let batch = plan.batch {
      return try plan.products(batch) { range, target throws(KernelError) in
        try engine.multiply(
          plan.batch(of: range),
          left.span.extracting((range.lowerBound * plan.leftStride)...), plan.left,
          right.span.extracting((range.lowerBound * plan.rightStride)...), plan.right,
          into: &target, plan.target)
      }
    }
    let packed = try PackedMatrix(right.span, plan.right, for: engine.level)
    return try plan.stripes { rows, target throws(KernelError) in
      try engine.multiply(
        left.span.extracting((rows.lowerBound * plan.left.columns)...),
        Layout(rows: rows.count, columns: plan.left.columns), packed, into: &target,
        Layout(rows: rows.count, columns: plan.target.columns))
    }
  }

  /// Both factors may be signed or not.
  private func multiply(
    _ engine: Engine, _ left: NumericArray, _ right: NumericArray, _ plan: Plan
  ) throws(KernelError) -> [Int32] {
    switch (left.type, right.type) {
    case (.int8, .int8):
      try multiply(
        engine, left.elements(as: Int8.self), right.elements(as: Int8.self), plan)
    case (.int8, _):
      try multiply(
        engine, left.elements(as: Int8.self), right.elements(as: UInt8.self), plan)
    case (_, .int8):
      try multiply(
        engine, left.elements(as: UInt8.self), right.elements(as: Int8.self), plan)
    default:
      try multiply(
        engine, left.elements(as: UInt8.self), right.elements(as: UInt8.self), plan)
    }
  }

  private func multiply<Left: EightBitInteger, Right: EightBitInteger>(
    _ engine: Engine, _ left: [Left], _ right: [Right], _ plan: Plan
  ) throws(KernelError) -> [Int32] {
    if let batch = plan.batch {
      return try plan.products(batch, oneAtATime: true) { one, target throws(KernelError) in
        try engine.multiply(
          left.span.extracting((one.lowerBound * plan.leftStride)...), plan.left,
          right.span.extracting((one.lowerBound * plan.rightStride)...), plan.right, into: &target,
          plan.target)
      }
    }
    let packed = try PackedIntegers(right.span, plan.right, for: engine.level)
    return try plan.stripes { rows, target throws(KernelError) in
      try engine.multiply(
        left.span.extracting((rows.lowerBound * plan.left.columns)...),
        Layout(rows: rows.count, columns: plan.left.columns), packed, into: &target,
        Layout(rows: rows.count, columns: plan.target.columns))
    }
  }
}
