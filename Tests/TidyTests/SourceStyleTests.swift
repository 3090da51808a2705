import TestSupport
import Testing

/// Rooms stay easy to take in: short files, short functions, nothing left lying about.
@Suite struct SourceStyleTests {
  static let longestFunction = 70
  static let longestFile = 500

  @Test("No function is over 70 lines, no file over 500")
  func lengths() throws {
    for file in try ImportTests.sourceFiles() {
      let lines = try Repository.lines(of: file)
      #expect(lines.count <= Self.longestFile, "\(file) has \(lines.count) lines")
      for function in Self.functions(in: lines) {
        let place = "\(file):\(function.start + 1)"
        #expect(function.count <= Self.longestFunction, "\(place) has \(function.count) lines")
      }
    }
  }

  @Test("No forced conversions, no unfinished business")
  func leftovers() throws {
    for file in try ImportTests.sourceFiles() {
      for (index, line) in try Repository.lines(of: file).enumerated() {
        let code = line.split(separator: "//", omittingEmptySubsequences: false).first ?? ""
        let words =
          ["try!", "as!"].filter { code.contains($0) }
          + ["TODO", "FIXME"].filter { line.contains($0) }
        #expect(words.isEmpty, "\(file):\(index + 1) has \(words.joined(separator: ", "))")
      }
    }
  }

  /// Where each function starts (from 0) and how many lines it has, by its indentation: the
  /// formatter guarantees that its closing brace stands below the start of its first line.
  static func functions(in lines: [Substring]) -> [(start: Int, count: Int)] {
    lines.indices.compactMap { start in
      let line = lines[start]
      let indentation = line.prefix { $0 == " " }
      let words = line.split(separator: " ").prefix(6)
      guard words.contains(where: { $0 == "func" || $0.hasPrefix("init(") || $0 == "deinit" }),
        let end = lines[start...].firstIndex(where: { $0 == indentation + "}" })
      else { return nil }
      return (start, end - start + 1)
    }
  }
}
