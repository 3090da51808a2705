import TestSupport
import Testing

/// The plan of the house in the README is the manifest's.
@Suite struct PlanTests {
  /// `name → dependency` for every room and program.
  typealias Edge = String

  @Test("The README's graph has the manifest's arrows")
  func graph() throws {
    let drawn = try Set(Self.drawnEdges())
    let built = try Set(Self.manifestEdges())
    #expect(built.subtracting(drawn).sorted() == [], "missing from the README")
    #expect(drawn.subtracting(built).sorted() == [], "in the README only")
  }

  @Test("Every room of the manifest may import what it depends on, and has a table entry")
  func table() throws {
    for edge in try Self.manifestEdges() {
      let ends = edge.split(separator: " ").map(String.init)
      let folder = Self.folders[ends[0]] ?? "Sources/\(ends[0])"
      let allowed = try #require(ImportTests.allowed[folder], "\(edge)")
      #expect(allowed.contains(ends[2]), "\(edge)")
    }
  }

  @Test("The manifest is at most 150 lines and reads no environment")
  func manifest() throws {
    let lines = try Repository.lines(of: "Package.swift")
    // The last line ends in a newline, behind which there is nothing.
    #expect(lines.count - 1 <= 150)
    #expect(!lines.contains { $0.contains("ProcessInfo") || $0.contains("Context.environment") })
  }

  /// Where targets lie that do not lie below `Sources`.
  private static let folders = [
    "benchmarks": "Benchmarks", "bystander": "Tests/Bystander",
    "kernels-digest": "Tests/KernelsDigest", "log-writer": "Tests/LogWriter",
    "matmul": "Workloads/Matmul", "matmul-blas": "Workloads/Matmul",
  ]

  static func drawnEdges() throws -> [Edge] {
    try Repository.lines(of: "README.md").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 3, words[1] == "-->" else { return nil }
      return "\(words[0]) → \(words[2])"
    }
  }

  /// Reads calls such as `room("Name", documents: […], "Dependency", …)`, which may span lines.
  static func manifestEdges() throws -> [Edge] {
    let text = try Repository.lines(of: "Package.swift").joined(separator: "\n")
    let calls = ["room(", "tool("].flatMap { kind in
      text.split(separator: "    \(kind)").dropFirst().map { Self.arguments(of: $0) }
    }
    let levels = text.split(separator: "    level(").dropFirst().compactMap {
      Self.arguments(of: $0).first.map { "\($0) → Microkernels" }
    }
    return levels + calls.flatMap { names in names.dropFirst().map { "\(names[0]) → \($0)" } }
  }

  /// The quoted, unlabelled arguments up to the call's closing parenthesis.
  private static func arguments(of call: Substring) -> [String] {
    var names: [String] = []
    var bracketDepth = 0
    var isLabelled = false
    var quoted: String?
    for character in call {
      switch (character, quoted) {
      case ("\"", nil): quoted = ""
      case ("\"", let name?):
        if bracketDepth == 0 && !isLabelled { names.append(name) }
        quoted = nil
      case (_, let name?): quoted = name + String(character)
      case ("[", nil): bracketDepth += 1
      case ("]", nil): bracketDepth -= 1
      case (":", nil): isLabelled = true
      case (",", nil): if bracketDepth == 0 { isLabelled = false }
      case (")", nil): return names
      default: break
      }
    }
    return names
  }
}
