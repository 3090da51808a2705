import Attestation
import Content
import Crypto
import Jobs
import TestSupport
import Testing
import Verification

/// Verdicts on a job with a tolerance.
@Suite struct NumericVerdictTests {
  let fixture: Fixture

  init() throws {
    fixture = try Fixture(
      redundancy: #""comparator":"numeric","tolerance":{"absolute":1,"relative":0,"ulps":0},"#)
  }

  /// What a provider wrote: numbers, or bytes that are none.
  enum Output {
    case numbers([Float])
    case bytes([UInt8])
    /// A content that nobody has kept.
    case lost

    func content() throws -> [UInt8] {
      switch self {
      case .numbers(let values): try NumericDifferenceTests.file(values)
      case .bytes(let bytes): bytes
      case .lost: Array("lost".utf8)
      }
    }
  }

  /// Providers 1, 2, …, each with its output, and the contents that are to be had.
  func seal(
    _ outputs: [Output]
  ) throws -> (bundle: Bundle, verdict: Verdict, contents: [Digest: [UInt8]]) {
    var contents: [Digest: [UInt8]] = [:]
    var replicas: [Replica] = []
    for (index, output) in outputs.enumerated() {
      let bytes = try output.content()
      if case .lost = output {} else { contents[Digest(of: bytes)] = bytes }
      replicas.append(
        try fixture.replica(UInt8(index + 1)) { $0.outputs["out/c.npy"] = Digest(of: bytes) })
    }
    let (bundle, verdict) = try Bundle.seal(
      job: fixture.job, replicas: replicas.shuffled(), decidedAt: fixture.decidedAt,
      contents: { contents[$0] }, with: fixture.requestor)
    return (bundle, verdict, contents)
  }

  func conclusion(_ number: UInt8, in verdict: Verdict) throws -> Finding.Conclusion {
    let key = try Fixture.key(number).publicKey
    return try #require(verdict.findings.first { $0.provider == key }).conclusion
  }

  @Test("Two within the tolerance agree; a third beyond it deviates, and the finding says in what")
  func beyond() throws {
    let (bundle, verdict, contents) = try seal([
      .numbers([1, 2]), .numbers([1, 2.5]), .numbers([1, 9]),
    ])
    #expect(verdict.votes == 2)
    #expect(try conclusion(1, in: verdict) == .agreed)
    #expect(try conclusion(2, in: verdict) == .agreed)
    guard case .deviated(let deviations) = try conclusion(3, in: verdict) else {
      Issue.record("not deviated")
      return
    }
    #expect(deviations.count == 1)
    let text = deviations.map(\.description).joined()
    #expect(
      text.hasPrefix("out/c.npy: 1 element beyond the tolerance, worst [1]: 9.0 instead of 2."))
    let report = bundle.verify(.init(contents: { contents[$0] }))
    #expect(report.isSound && report[.comparisons] == .passed && report[.verdict] == .passed)
    guard case .notChecked = bundle.verify()[.comparisons] else {
      Issue.record("checked without the outputs")
      return
    }
  }

  @Test("The result that most agree with is taken, since agreement is not transitive")
  func chain() throws {
    let (bundle, verdict, _) = try seal([.numbers([0]), .numbers([1]), .numbers([2])])
    let middle = Digest(of: try Output.numbers([1]).content())
    #expect(verdict.result?.digests["out/c.npy"] == middle)
    #expect(verdict.votes == 3)
    #expect(bundle.verify().isSound)
  }

  @Test("Three far from one another reach no quorum; two pairs far apart reach two")
  func disagreement() throws {
    let apart = try seal([.numbers([0]), .numbers([5]), .numbers([10])]).verdict
    #expect(apart.status == .inconclusive(.noQuorumYet))
    let pairs = try seal([.numbers([0]), .numbers([0.5]), .numbers([5]), .numbers([5.5])]).verdict
    #expect(pairs.status == .rejected(.conflictingQuorums))
  }

  @Test("No array, another shape, NaN, and a content that is not to be had deviate")
  func others() throws {
    let strangers: [Output] = [
      .bytes(Array("none".utf8)), .bytes([]), .numbers([0, 0, 0]), .numbers([0, .nan]), .lost,
    ]
    for stranger in strangers {
      let (bundle, verdict, contents) = try seal([.numbers([0, 1]), .numbers([0, 2]), stranger])
      #expect(verdict.votes == 2)
      #expect(try conclusion(3, in: verdict).kind == .deviated)
      #expect(bundle.verify(.init(contents: { contents[$0] })).isSound)
    }
  }

  @Test("Streams and other files are compared by digest all the same")
  func streams() throws {
    let bytes = try Output.numbers([0]).content()
    let verdict = Verdict.derive(
      job: fixture.job,
      replicas: try (UInt8(1)...3).map { number in
        try fixture.replica(number) {
          $0.outputs["out/c.npy"] = Digest(of: bytes)
          if number == 3 { $0.outputs["stdout"] = Fixture.digest("other") }
        }
      }, decidedAt: fixture.decidedAt, contents: { _ in bytes }
    ).verdict
    #expect(verdict.votes == 2)
    #expect(try conclusion(3, in: verdict).kind == .deviated)
  }

  @Test("A requestor that writes down another comparison is found out by who has the outputs")
  func forged() throws {
    let (bundle, _, contents) = try seal([.numbers([1]), .numbers([1.5]), .numbers([9])])
    let payload = try Forgery.payload(of: bundle)
    let within: JSON = .object(["kind": .string("within")])
    for index in 0..<3 {
      let path = "comparisons.\(index).difference"
      let forged = payload.replacing(path, with: within)
      guard forged != payload else { continue }
      let sealed = Forgery.envelope(
        forged.canonicalBytes, type: Bundle.payloadType, key: fixture.requestor)
      let report = try Bundle(parsing: sealed.canonicalBytes).verify(
        .init(contents: { contents[$0] }))
      guard case .failed = report[.comparisons] else {
        Issue.record("\(path) forged unseen")
        continue
      }
      #expect(!report.isSound)
    }
  }

  @Test("Comparisons that are damaged, missing or of foreign outputs are refused")
  func damaged() throws {
    let (bundle, _, _) = try seal([.numbers([1]), .numbers([1.5]), .bytes([1])])
    let payload = try Forgery.payload(of: bundle)
    let edits = BundleTamperingTests.edits(of: payload).filter {
      if case .name("comparisons")? = $0.path.first { true } else { false }
    }
    #expect(edits.count > 20)
    for edit in edits {
      let sealed = Forgery.envelope(
        edit.result.canonicalBytes, type: Bundle.payloadType, key: fixture.requestor)
      guard let read = try? Bundle(parsing: sealed.canonicalBytes) else { continue }
      // Whatever it says, the verdict is derived from it, and the sealed one was another.
      let report = read.verify()
      #expect(
        !report.isSound || report.verdict.json == bundle.verify().verdict.json,
        "\(edit.description)")
    }
  }

  @Test(
    "Verdicts and bundles with comparisons follow the schemas",
    .enabled(if: SchemaValidator.python != nil, "needs PyPI's jsonschema: Tests/install-peers"))
  func schemas() throws {
    let sealed = try [
      [.numbers([1]), .numbers([1.5]), .bytes([1])],
      [.numbers([1, 2]), .numbers([1, 7]), .numbers([1, 2.5])],
      [.numbers([1]), .lost, .numbers([1])],
    ].map(seal)
    let verdicts = try SchemaValidator.judge(
      sealed.map(\.verdict.json.canonicalBytes), by: [VerdictSchemaTests.verdictSchema])
    #expect(verdicts == [true, true, true])
    let bundles = try SchemaValidator.judge(
      sealed.map { try Forgery.payload(of: $0.bundle).canonicalBytes },
      by: [VerdictSchemaTests.bundleSchema, VerdictSchemaTests.verdictSchema])
    #expect(bundles == [true, true, true])
  }
}
