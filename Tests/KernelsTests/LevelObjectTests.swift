import Linux
import TestSupport
import Testing

/// What the linker sees of the CPU levels. A weak function exists once in a program, whichever
/// object it comes from: one that was compiled for AVX-512 could be called on every processor.
@Suite struct LevelObjectTests {
  /// The object files of a level, below the folder that the test runner stands in.
  static func objects(of level: String) throws -> [String] {
    let folder =
      try Environment.executablePath().split(separator: "/").dropLast()
      .reduce("") { "\($0)/\($1)" } + "/Microkernels\(level).build"
    return try FileDescriptor.open(folder, [.readOnly, .directory]).entries()
      .filter { $0.hasSuffix(".o") }.map { "\(folder)/\($0)" }
  }

  @Test("A level's object defines no weak function", arguments: ["Baseline", "AVX2", "AVX512"])
  func noWeakFunctions(level: String) throws {
    let objects = try Self.objects(of: level)
    try #require(!objects.isEmpty)
    for path in objects {
      let bytes = try FileDescriptor.open(path, .readOnly).readAll(limit: 1 << 26)
      let symbols = try #require(ObjectSymbols(bytes), "\(path) is no ELF object")
      // Were nothing found at all, the reading would be wrong, not the object right.
      #expect(symbols.functions.contains { !$0.isWeak })
      #expect(symbols.functions.filter(\.isWeak).map(\.name) == [])
    }
  }
}
