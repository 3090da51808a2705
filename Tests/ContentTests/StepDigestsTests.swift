import Content
import Crypto
import Linux
import TestSupport
import Testing

@Suite struct StepDigestsTests {
  static let step = StepDigests.stepByteCount

  static func content(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
  }

  /// By the definition: the digest of every beginning.
  static func reference(_ content: [UInt8]) -> [Digest] {
    let count = max(1, (content.count + step - 1) / step)
    return (1...count).map { Digest(of: Array(content.prefix($0 * step))) }
  }

  @Test(
    "Every beginning has its digest, and the last is the whole's",
    arguments: [0, 1, step - 1, step, step + 1, 2 * step, 5 * step + 17])
  func beginnings(count: Int) {
    let content = Self.content(count)
    let steps = StepDigests(of: content)
    #expect(steps.digests == Self.reference(content))
    #expect(steps.whole == Digest(of: content))
  }

  @Test("In which pieces content comes changes nothing")
  func pieces() {
    let content = Self.content(3 * Self.step + 5)
    var random = SeededGenerator()
    for _ in 0..<20 {
      var hasher = StepHasher()
      var rest = content[...]
      while !rest.isEmpty {
        let piece = Array(rest.prefix(Int.random(in: 1...100_000, using: &random)))
        unsafe piece.withUnsafeBytes { unsafe hasher.update($0) }
        rest = rest.dropFirst(piece.count)
      }
      #expect(hasher.finish() == StepDigests(of: content), "seed \(random.seed)")
    }
  }

  @Test("A store and a file give the same as the bytes")
  func store() throws {
    let directory = try TemporaryDirectory()
    let store = try BlobStore(at: directory.path)
    let content = Self.content(4 * Self.step + 1)
    let expected = StepDigests(of: content)
    #expect(try store.putInSteps(content) == expected)
    #expect(try store.steps(of: expected.whole) == expected)
    let other = try BlobStore(at: directory.path + "/other")
    #expect(try other.putInSteps(reading: store.open(expected.whole)) == expected)
    #expect(try other.read(expected.whole, limit: 1 << 20) == content)
  }
}
