import Linux
import Microkernels
import TestSupport

/// Exact values of the functions, from MPFR: computed by `Tests/Oracles/tabulate-function` and kept
/// in the build directory.
struct FunctionOracle {
  /// Arguments, and the exact values rounded to doubles.
  private(set) var arguments: [Float] = []
  private(set) var values: [Double] = []

  static let interpreter = Repository.python(with: "gmpy2")
  private static let spacing = 16_411

  init(_ function: Function) throws {
    let script = "\(Repository.root)/Tests/Oracles/tabulate-function"
    // A table of another version of the script has another name.
    var mark: UInt32 = 2_166_136_261
    for byte in try Repository.bytes(at: script) { mark = (mark ^ UInt32(byte)) &* 16_777_619 }
    let folder = "\(Repository.root)/.build/oracles"
    let path = "\(folder)/\(function)-\(Self.spacing)-\(mark)"
    if (try? FileDescriptor.open(path, .readOnly)) == nil {
      _ = try Repository.output(of: ["mkdir", "-p", folder])
      let draft = "\(path)-\(UInt32.random(in: 0 ... .max))"
      let interpreter = Self.interpreter ?? "python3"
      _ = try Repository.output(of: [interpreter, script, "\(function)", "\(Self.spacing)", draft])
      _ = try Repository.output(of: ["mv", draft, path])
    }
    let bytes = try Repository.bytes(at: path)
    func number(_ offset: Int) -> UInt64 {
      (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
    }
    for offset in stride(from: 0, to: bytes.count, by: 16) {
      arguments.append(Float(bitPattern: UInt32(truncatingIfNeeded: number(offset))))
      values.append(Double(bitPattern: number(offset + 8)))
    }
  }
}

/// Distances in units in the last place.
enum LastPlace {
  /// How far `computed` is from `exact`, in units in the last place of a float of that size. What
  /// overflows counts as the power of two that follows the largest float.
  static func distance(_ computed: Float, from exact: Double) -> Double {
    if exact.isNaN || computed.isNaN { return exact.isNaN && computed.isNaN ? 0 : .infinity }
    let limit = 0x1p128
    let value = computed.isInfinite ? (computed > 0 ? limit : -limit) : Double(computed)
    let bounded = max(-limit, min(limit, exact))
    let exponent = bounded == 0 ? -126 : min(max(Int(bounded.exponent), -126), 127)
    return abs(value - bounded) / Double(sign: .plus, exponent: exponent - 23, significand: 1)
  }
}
