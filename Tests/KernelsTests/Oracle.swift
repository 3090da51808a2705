import Linux
import Microkernels

/// Correctly rounded results from MPFR, through Python's gmpy2.
enum Oracle {
  static func results(
    of function: Function, _ values: [Float], python: String
  ) throws -> [Float] {
    let input = values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
    let script = "\(FunctionTests.root)/Tests/Oracles/correctly-rounded"
    let bytes = try output([python, script, function.rawValue], input: input)
    return stride(from: 0, to: bytes.count, by: 4).map { place in
      Float(bitPattern: bytes[place..<(place + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) })
    }
  }

  /// How many floats lie between two results; two NaNs are equal if their bits are.
  static func distance(_ first: Float, _ second: Float) -> Int {
    if first.isNaN || second.isNaN { return first.bitPattern == second.bitPattern ? 0 : .max }
    func rank(_ value: Float) -> Int {
      let magnitude = Int(value.bitPattern & 0x7fff_ffff)
      return value.sign == .minus ? -magnitude : magnitude
    }
    return abs(rank(first) - rank(second))
  }

  /// Runs a program that reads all its input before it writes.
  static func output(_ arguments: [String], input: [UInt8]) throws -> [UInt8] {
    let file = "/tmp/kernels-oracle.\(UInt64.random(in: 0...UInt64.max))"
    try FileDescriptor.open(file, [.writeOnly, .create, .exclusive]).writeAll(input)
    let folder = try FileDescriptor.open("/tmp", [.readOnly, .directory])
    defer { try? folder.removeFile(String(file.dropFirst(5))) }
    let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
    var process = try ChildProcess(["sh", "-c", "\(quoted) < \(file)"])
    let output = try process.standardOutput.readAll(limit: 1 << 30)
    let code = try process.wait()
    guard code == 0 else { throw SystemError("run", arguments.joined(separator: " "), code: code) }
    return output
  }
}
