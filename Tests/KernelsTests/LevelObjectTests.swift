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

  static let levels = ["Baseline", "AVX2", "AVX512", "VNNI"]

  static func symbols(of level: String) throws -> [ObjectSymbols] {
    try objects(of: level).map { path in
      let bytes = try FileDescriptor.open(path, .readOnly).readAll(limit: 1 << 26)
      return try #require(ObjectSymbols(bytes), "\(path) is no ELF object")
    }
  }

  @Test("A level's object defines no weak function", arguments: levels)
  func noWeakFunctions(level: String) throws {
    let symbols = try Self.symbols(of: level)
    // Were nothing found at all, the reading would be wrong, not the object right.
    #expect(symbols.contains { $0.functions.contains { !$0.isWeak } })
    for object in symbols { #expect(object.functions.filter(\.isWeak).map(\.name) == []) }
  }

  @Test("No level refers to what another one defines", arguments: levels)
  func noSharedFunctions(level: String) throws {
    let references = Set(try Self.symbols(of: level).flatMap(\.references))
    #expect(!references.isEmpty)
    for other in Self.levels where other != level {
      let defined = Set(try Self.symbols(of: other).flatMap { $0.functions.map(\.name) })
      #expect(references.intersection(defined) == [])
    }
  }

  /// What the disassembler says of a level's objects, an instruction a line.
  static func instructions(of level: String) throws -> [Substring] {
    try objects(of: level).flatMap { path in
      try EmulatedProcessorTests.lines(["objdump", "--disassemble", "--no-show-raw-insn", path])
    }.compactMap { $0.split(separator: "\t").dropFirst().first }
  }

  static let hasDisassembler =
    (try? EmulatedProcessorTests.lines(["objdump", "--version"])) != nil

  @Test(
    "A level has instructions of its processors only",
    .enabled(if: hasDisassembler, "no objdump: install binutils"), arguments: levels)
  func instructions(level: String) throws {
    let all = try Self.instructions(of: level)
    func count(_ isMeant: (Substring) -> Bool) -> Int { all.count(where: isMeant) }
    let masks = count { $0.contains("%k") }
    let wide = count { $0.contains("%zmm") }
    let vector = count { $0.hasPrefix("v") }
    let dotProducts = count { $0.hasPrefix("vpdp") }
    // Registers that only AVX-512 has a name for.
    let upper = count { line in (16...31).contains { line.contains("mm\($0)") } }
    switch level {
    case "Baseline": #expect((all.count > 1000, vector, masks, wide) == (true, 0, 0, 0))
    case "AVX2": #expect((vector > 1000, masks, wide, upper, dotProducts) == (true, 0, 0, 0, 0))
    case "AVX512": #expect((wide > 1000, dotProducts) == (true, 0))
    default: #expect(dotProducts > 100)
    }
  }
}
