import Linux
import Sandbox
import TestSupport
import Testing

/// Random trees of every kind of entry under every kind of name, against a second opinion on what
/// of them is to be collected.
@Suite struct CollectorTests {
  /// An entry as the job says that it made it.
  struct Entry {
    let kind: Character
    let components: [[UInt8]]

    init?(_ line: Substring) {
      let words = line.split(separator: " ")
      guard words.count == 2, let kind = words[0].first else { return nil }
      self.kind = kind
      components = words[1].split(separator: "/").map { hex in
        stride(from: 0, to: hex.utf8.count, by: 2).compactMap {
          UInt8(hex.dropFirst($0).prefix(2), radix: 16)
        }
      }
    }

    var path: String {
      components.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
    }

    /// Why it is refused; nil if it is collected or looked into.
    var refusal: RefusedOutput.Reason? {
      guard let name = components.last else { return nil }
      let portable = name.allSatisfy { byte in
        Character(Unicode.Scalar(byte)).isASCII
          && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
            || ".-_".utf8.contains(byte))
      }
      if !portable || name.starts(with: "..".utf8) || path.utf8.count > 1024 { return .name }
      if components.count > 32 { return .depth }
      return ["l": .symbolicLink, "p": .fifo, "s": .socket][kind]
    }
  }

  @Test("Exactly the proper files of a random tree are collected, everything else is named")
  func randomTrees() async throws {
    let arena = try Arena.shared.get()
    var generator = SeededGenerator()
    for _ in 0..<SeededGenerator.rounds(40, long: 2000) {
      let seed = UInt32.random(in: 0 ... .max, using: &generator)
      let comment: Comment = "attacks scatter \(seed) 150"
      let (outcome, files) = try await arena.run(
        arena.specification(["/bin/attacks", "scatter", "\(seed)", "150"]))
      #expect(outcome.termination == .exited(code: 0), comment)
      let entries = outcome.output.split(separator: "\n").compactMap { Entry($0) }
      try #require(entries.count > 20, comment)
      let closed = Set(entries.filter { $0.refusal != nil }.map(\.components))
      let reachable = entries.filter { entry in
        !(1..<entry.components.count).contains { closed.contains(Array(entry.components[..<$0])) }
      }
      let refused = reachable.filter { $0.refusal != nil }.map { "\($0.path) \($0.refusal as Any)" }
      #expect(
        Set(outcome.refusedOutputs.map { "\($0.path) \(Optional($0.reason) as Any)" })
          == Set(refused), comment)
      let kept = reachable.filter { $0.refusal == nil && $0.kind == "f" }.map(\.path)
      #expect(Set(files.keys) == Set(kept), comment)
      #expect(files.allSatisfy { $0.value == "mine" }, comment)
    }
  }
}
