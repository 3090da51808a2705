public import CLinux

/// What the processor that runs this code can do (`cpuid`), and how its arithmetic is set.
@usableFromInline
package enum Processor {
  /// Instruction sets that kernels are compiled for.
  package enum Level: Sendable {
    /// AVX2, FMA, BMI1 and BMI2: x86-64-v3.
    case avx2
    /// AVX-512 F, BW, CD, DQ and VL: x86-64-v4.
    case avx512
    /// Those of AVX-512 and its dot products of bytes (VNNI).
    case avx512vnni
  }

  /// Whether processor and kernel both support every instruction of `level`.
  package static func supports(_ level: Level) -> Bool {
    let number: Int32 =
      switch level {
      case .avx2: 3
      case .avx512: 4
      case .avx512vnni: 5
      }
    return assay_has_cpu_level(number) != 0
  }

  /// Whether this thread rounds to nearest and keeps denormal numbers. Inlined, since products of
  /// sixteen rows ask as well.
  @inlinable @inline(__always)
  package static var hasStandardArithmetic: Bool { assay_has_standard_arithmetic() != 0 }

  /// Processors that are online (`sysconf(3)`).
  package static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
