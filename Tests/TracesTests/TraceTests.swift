import Attestation
import Content
import Crypto
import TestSupport
import Testing
import Traces

/// Traces against their definition in STATEMENT.md, computed here in another way.
@Suite struct TraceTests {
  static let step = StepDigests.stepByteCount

  static func content(_ count: Int, changedAt place: Int? = nil) -> [UInt8] {
    var bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    if let place { bytes[place] ^= 1 }
    return bytes
  }

  static func trace(
    _ contents: [String: [UInt8]], _ termination: Termination = .exited(code: 0)
  ) -> Trace {
    Trace(
      of: contents.map { TracedContent(subject: $0.key, steps: StepDigests(of: $0.value)) },
      termination: termination)
  }

  /// Section 2.1 of RFC 6962, by its words.
  static func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
    if leaves.count == 1, let leaf = leaves.first { return SHA256.hash([0] + leaf) }
    var power = 1
    while power * 2 < leaves.count { power *= 2 }
    return SHA256.hash([1] + root(leaves.prefix(power)) + root(leaves.dropFirst(power)))
  }

  @Test("The root is that of the steps in canonical JSON, outputs by name, the end last")
  func definition() {
    let long = Self.content(2 * Self.step + 1)
    let trace = Self.trace(["stdout": [], "out/b": long, "stderr": [1]])
    var steps = (1...3).map { number in
      let digest = Digest(of: Array(long.prefix(number * Self.step)))
      return #"{"digest":"\#(digest)","index":\#(number - 1),"subject":"out/b"}"#
    }
    steps.append(#"{"digest":"\#(Digest(of: [1]))","index":0,"subject":"stderr"}"#)
    steps.append(#"{"digest":"\#(Digest(of: []))","index":0,"subject":"stdout"}"#)
    steps.append(#"{"termination":{"code":0,"kind":"exited"}}"#)
    #expect(trace.commitment.steps == 6)
    let leaves = steps.map { Array($0.utf8) }
    #expect(trace.commitment.root.bytes == Self.root(leaves[...]))
    #expect(trace.steps.map(\.json.canonicalText) == steps)
  }

  @Test("Where every output has one step, the subjects determine the trace")
  func short() {
    let contents = ["stdout": [UInt8(1)], "stderr": [], "out/a": Self.content(Self.step)]
    let subjects = contents.map { ResourceDescriptor(name: $0.key, digest: Digest(of: $0.value)) }
    let short = Trace(ofShort: subjects, termination: .signalled(signal: 9))
    #expect(short.commitment == Self.trace(contents, .signalled(signal: 9)).commitment)
    #expect(short.commitment != Self.trace(contents).commitment)
  }

  @Test("Each step can be shown to whoever has the commitment, and nothing else can")
  func openings() {
    for count in 0...9 {
      let trace = Self.trace(["stdout": Self.content(count * Self.step), "stderr": []])
      let commitment = trace.commitment
      for index in trace.steps.indices {
        let opening = trace.opening(of: index)
        let place = Int64(index)
        #expect(opening.isProven(at: place, by: commitment))
        #expect(!opening.isProven(at: place + 1, by: commitment))
        #expect(!opening.isProven(at: -1, by: commitment))
        let more = TraceCommitment(root: commitment.root, steps: commitment.steps * 2)
        #expect(!opening.isProven(at: place, by: more))
        let other = TraceOpening(step: .end(.exited(code: 1)), path: opening.path)
        #expect(!other.isProven(at: place, by: commitment))
        let cut = TraceOpening(step: opening.step, path: Array(opening.path.dropLast()))
        #expect(!cut.isProven(at: place, by: commitment))
      }
    }
  }

  @Test("The first step that differs is found and proven, whatever the lengths")
  func divergences() throws {
    var random = SeededGenerator()
    for round in 0..<60 {
      let count = Int.random(in: 1...(12 * Self.step), using: &random)
      let place = Int.random(in: 0..<count, using: &random)
      let truth = Self.trace(["stdout": Self.content(count), "out/z": [1]])
      // Changed at the place, and from there on of another length.
      let length = Int.random(in: (place + 1)...(12 * Self.step), using: &random)
      let lie = Self.trace(["stdout": Self.content(length, changedAt: place), "out/z": [1]])
      let divergence = try #require(lie.divergence(from: truth))
      #expect(divergence.index == Int64(1 + place / Self.step), "seed \(random.seed), \(round)")
      #expect(divergence.isProven(found: lie.commitment, accepted: truth.commitment))
      #expect(!divergence.isProven(found: truth.commitment, accepted: lie.commitment))
      let copy = try TraceDivergence(
        reading: JSONField(JSON(parsing: divergence.json.canonicalBytes)))
      #expect(copy == divergence)
    }
    #expect(Self.trace([:]).divergence(from: Self.trace([:])) == nil)
    let ends = Self.trace([:]).divergence(from: Self.trace([:], .exited(code: 1)))
    #expect(ends?.index == 0)
  }

  @Test("A later difference is not passed off as the first, nor a step as another")
  func falsePlaces() throws {
    let truth = Self.trace(["stdout": Self.content(6 * Self.step)])
    let lie = Self.trace(["stdout": Self.content(6 * Self.step, changedAt: 2 * Self.step)])
    let divergence = try #require(lie.divergence(from: truth))
    #expect(divergence.index == 2)
    for index in 0..<6 {
      let claimed = TraceDivergence(
        index: Int64(index), found: lie.opening(of: index), accepted: truth.opening(of: index))
      let holds = claimed.isProven(found: lie.commitment, accepted: truth.commitment)
      #expect(holds == (index == 2))
    }
    let shifted = TraceDivergence(
      index: 2, found: lie.opening(of: 3), accepted: truth.opening(of: 2))
    #expect(!shifted.isProven(found: lie.commitment, accepted: truth.commitment))
  }

  @Test("No mutated divergence is proven, and none crashes a reader")
  func mutations() throws {
    let truth = Self.trace(["stdout": Self.content(9 * Self.step)])
    let lie = Self.trace(["stdout": Self.content(9 * Self.step, changedAt: 5 * Self.step)])
    let divergence = try #require(lie.divergence(from: truth))
    let bytes = divergence.json.canonicalBytes
    var random = SeededGenerator()
    print("TraceTests: 2000 rounds from seed \(random.seed)")
    for round in 0..<2000 {
      let mutated = random.mutation(of: bytes)
      guard let json = try? JSON(parsing: mutated),
        let read = try? TraceDivergence(reading: JSONField(json)), read != divergence
      else { continue }
      #expect(
        !read.isProven(found: lie.commitment, accepted: truth.commitment),
        "seed \(random.seed), round \(round)")
    }
  }
}
