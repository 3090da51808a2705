import Attestation
import Content
import Crypto
import Jobs
import TestSupport
import Testing
import Traces
import Verification

/// Verdicts on outputs of several steps, and what somebody says of where their traces part.
@Suite struct TraceVerdictTests {
  static let step = StepDigests.stepByteCount

  let fixture: Fixture
  let truth: Trace
  let lie: Trace

  init() throws {
    fixture = try Fixture()
    truth = Self.trace(Self.content())
    lie = Self.trace(Self.content(changedAt: 3 * Self.step + 5))
  }

  static func content(changedAt place: Int? = nil) -> [UInt8] {
    var bytes = [UInt8](repeating: 3, count: 5 * step + 9)
    if let place { bytes[place] = 4 }
    return bytes
  }

  static func contents(_ output: [UInt8]) -> [TracedContent] {
    ["stdout": Array("out".utf8), "stderr": [], "out/c.npy": output].map {
      TracedContent(subject: $0.key, steps: StepDigests(of: $0.value))
    }
  }

  static func trace(_ output: [UInt8]) -> Trace {
    Trace(of: contents(output), termination: .exited(code: 0))
  }

  /// A replica of `provider` that has this output and commits itself to this trace.
  private func replica(
    _ provider: UInt8, _ output: [UInt8], _ commitment: TraceCommitment,
    _ divergence: TraceDivergence? = nil
  ) throws -> Replica {
    try fixture.replica(provider) { draft in
      draft.outputs["out/c.npy"] = Digest(of: output)
      draft.trace = commitment
    }.diverging(at: divergence)
  }

  /// Two who tell the truth, and a third.
  private func seal(_ third: Replica) throws -> (bundle: Bundle, verdict: Verdict) {
    try Bundle.seal(
      job: fixture.job,
      replicas: [
        replica(1, Self.content(), truth.commitment), replica(2, Self.content(), truth.commitment),
        third,
      ], decidedAt: fixture.decidedAt, with: fixture.requestor)
  }

  private func liar(_ divergence: TraceDivergence?) throws -> Replica {
    try replica(3, Self.content(changedAt: 3 * Self.step + 5), lie.commitment, divergence)
  }

  private func deviations(_ verdict: Verdict) -> [Deviation] {
    verdict.findings.flatMap { finding -> [Deviation] in
      if case .deviated(let deviations) = finding.conclusion { deviations } else { [] }
    }
  }

  @Test("What the bundle shows is named: the first step that differs, in both its forms")
  func shown() throws {
    let divergence = try #require(lie.divergence(from: truth))
    let (bundle, verdict) = try seal(liar(divergence))
    #expect(
      deviations(verdict).first
        == .step(index: 3, found: lie.steps[3], accepted: truth.steps[3]))
    #expect(
      deviations(verdict).first?.description
        == "trace: step 3 is the first that differs: bytes from 196608 of out/c.npy")
    let report = try Bundle(parsing: bundle.bytes).verify()
    #expect(report[.verdict] == .passed)
    #expect(report.verdict == verdict)
  }

  @Test("Where nothing is shown, the roots are named")
  func notShown() throws {
    let (bundle, verdict) = try seal(liar(nil))
    #expect(
      deviations(verdict).first
        == .trace(found: lie.commitment.root, accepted: truth.commitment.root))
    #expect(bundle.verify().isSound)
  }

  @Test("A place that the statements do not prove is not named, and fails the bundle")
  func unproven() throws {
    let other = Self.trace(Self.content(changedAt: 0))
    let later = TraceDivergence(
      index: 4, found: lie.opening(of: 4), accepted: truth.opening(of: 4))
    for divergence in [other.divergence(from: truth), truth.divergence(from: lie), later] {
      let (bundle, verdict) = try seal(liar(divergence))
      #expect(
        deviations(verdict).first
          == .trace(found: lie.commitment.root, accepted: truth.commitment.root))
      guard case .failed(let detail)? = bundle.verify()[.verdict] else {
        Issue.record("an unproven place was accepted")
        continue
      }
      #expect(detail.contains("do not prove"))
    }
    let agreeing = try replica(
      3, Self.content(), truth.commitment, lie.divergence(from: truth))
    #expect(try !seal(agreeing).bundle.verify().isSound)
  }

  @Test("Equal outputs with another trace are no agreement")
  func falseTrace() throws {
    let (bundle, verdict) = try seal(replica(3, Self.content(), lie.commitment))
    #expect(verdict.votes == 2)
    #expect(
      deviations(verdict)
        == [.trace(found: lie.commitment.root, accepted: truth.commitment.root)])
    #expect(bundle.verify().isSound)
  }

  @Test("Outputs on disk are held against the trace, not only against their digests")
  func outputs() throws {
    let (bundle, _) = try seal(liar(lie.divergence(from: truth)))
    var outputs = Dictionary(
      uniqueKeysWithValues: Self.contents(Self.content()).map { ($0.subject, $0.steps) })
    #expect(bundle.verify(.init(outputs: outputs))[.outputs] == .passed)
    // The same digest of the whole by other steps is what a false trace would have come from.
    outputs["out/c.npy"] = StepDigests(single: Digest(of: Self.content()))
    guard case .failed(let detail)? = bundle.verify(.init(outputs: outputs))[.outputs] else {
      Issue.record("another trace was accepted")
      return
    }
    #expect(detail.hasPrefix("trace: sha256:"))
  }

  @Test("A job that a limit ended is compared without its trace")
  func limit() throws {
    let replicas = try (UInt8(1)...3).map { number in
      try fixture.replica(number) { draft in
        draft.termination = .limit(.wallTime)
        draft.outputs["stdout"] = Digest(of: [number])
      }
    }
    let verdict = fixture.verdict(replicas)
    #expect(verdict.votes == 3 && verdict.result?.trace == nil)
  }

  @Test(
    "Bundles and verdicts with places follow their schemas",
    .enabled(if: SchemaValidator.python != nil, "needs PyPI's jsonschema: Tests/install-peers"))
  func schemas() throws {
    let (bundle, _) = try seal(liar(lie.divergence(from: truth)))
    let payload = try Forgery.payload(of: bundle)
    let wrong = payload.paths.compactMap { path -> JSON? in
      guard case .name("index")? = path.last else { return nil }
      return payload.replacing(path[...], with: .number(-1))
    }
    #expect(wrong.count > 3)
    let answers = try SchemaValidator.judge(
      ([payload] + wrong).map(\.canonicalBytes),
      by: [VerdictSchemaTests.bundleSchema, VerdictSchemaTests.verdictSchema])
    #expect(answers == [true] + wrong.map { _ in false })
  }
}
