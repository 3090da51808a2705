import Linux
import TestSupport
import Testing

/// The same program on this processor and on emulated ones that lack its instructions.
@Suite struct EmulatedProcessorTests {
  static let emulator = "qemu-x86_64"

  /// What the program prints, line by line; nil if it cannot be started.
  static func lines(_ arguments: [String]) throws -> [Substring] {
    var process = try ChildProcess(arguments)
    let output = try process.standardOutput.readAll(limit: 1 << 26)
    let code = try process.wait()
    try #require(code == 0, "\(arguments) ended with \(code)")
    return String(decoding: output, as: UTF8.self).split(separator: "\n")
  }

  static let hasEmulator = (try? lines([emulator, "--version"])) != nil

  @Test(
    "Processors without AVX-512 and without FMA give the same bits",
    .enabled(if: hasEmulator, "no qemu-x86_64: run Tests/install-peers"),
    arguments: [("Nehalem", "baseline"), ("Haswell", "avx2")])
  func emulated(processor: String, level: String) throws {
    let program = try Program(named: "kernels-digest").path
    let native = try Self.lines([program])
    let emulated = try Self.lines([Self.emulator, "-cpu", processor, program])
    #expect(emulated.first == "level \(level)")
    #expect(native.count > 1)
    #expect(emulated.dropFirst() == native.dropFirst())
  }
}
