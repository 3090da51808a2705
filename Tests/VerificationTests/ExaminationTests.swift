import Attestation
import Content
import Crypto
import Jobs
import Testing
import Verification

@Suite struct ExaminationTests {
  let fixture: Fixture
  let lease: Lease

  init() throws {
    fixture = try Fixture()
    lease = try fixture.lease(1)
  }

  /// A way to break one rule, and the rule.
  struct Breach: Sendable, CustomTestStringConvertible {
    let rule: StatementRule
    let change: @Sendable (inout Draft) -> Void
    var testDescription: String { rule.rawValue }
  }

  static let other = Fixture.digest("other")

  static let breaches: [Breach] = [
    Breach(rule: .wrongLease) { $0.leaseID = other },
    Breach(rule: .wrongNonce) { $0.nonce[31] ^= 1 },
    Breach(rule: .wrongNonce) { $0.nonce = [UInt8](repeating: 0, count: 32) },
    Breach(rule: .wrongJob) { $0.job = other },
    Breach(rule: .wrongImage) { $0.image = other },
    Breach(rule: .wrongInputs) { $0.inputs["a.npy"] = other },
    Breach(rule: .wrongInputs) { $0.inputs["a.npy"] = nil },
    Breach(rule: .wrongInputs) { $0.inputs["c.npy"] = other },
    Breach(rule: .wrongInputs) { $0.inputs = [:] },
    Breach(rule: .wrongLimits) { $0.memoryBytes += 1 },
    Breach(rule: .wrongLimits) { $0.memoryBytes -= 1 },
    Breach(rule: .wrongDeterminism) { $0.determinism = .strict },
    Breach(rule: .wrongNumericProfile) { $0.numericProfile = "other" },
    Breach(rule: .missingOutput) { $0.outputs["out/c.npy"] = nil },
    Breach(rule: .undeclaredOutput) { $0.outputs["out/d.npy"] = other },
    Breach(rule: .undeclaredOutput) { $0.outputs["out/logs"] = other },
    Breach(rule: .wrongTrace) { $0.trace = TraceCommitment(root: other, steps: 4) },
    Breach(rule: .wrongTrace) { $0.trace = TraceCommitment(root: other, steps: 3) },
    Breach(rule: .timeInFuture) { draft in
      let late = draft.finishedAt.milliseconds + 1001 + Examination.standardClockSkew
      draft.finishedAt = Timestamp(milliseconds: late) ?? draft.finishedAt
    },
  ]

  func objections(_ envelope: Envelope) -> [String] {
    let examination = Examination(job: fixture.job, decidedAt: fixture.decidedAt)
    guard case .unsound(let objections) = examination.examine(envelope, for: lease) else {
      return []
    }
    #expect(objections.allSatisfy { !$0.detail.isEmpty })
    return objections.map(\.name)
  }

  @Test("An honest answer is sound")
  func sound() throws {
    #expect(objections(try fixture.answer(1, to: lease)).isEmpty)
  }

  @Test("Every rule is held, and named when broken", arguments: breaches)
  func breach(breach: Breach) throws {
    let envelope = try fixture.answer(1, to: lease) { breach.change(&$0) }
    #expect(objections(envelope) == [breach.rule.rawValue])
  }

  /// Of sessions; `SessionTests` has them.
  static let elsewhere: Set<StatementRule> = [.unboundSession, .wrongRuntime]

  @Test("No rule is left untested")
  func everyRule() {
    #expect(
      Set(Self.breaches.map(\.rule)).union(Self.elsewhere) == Set(StatementRule.allCases))
  }

  @Test("All that is wrong is listed, not only the first")
  func several() throws {
    let envelope = try fixture.answer(1, to: lease) { draft in
      for breach in Self.breaches where breach.rule != .timeInFuture { breach.change(&draft) }
      draft.memoryBytes = 1
    }
    #expect(
      Set(objections(envelope))
        == Set(Self.breaches.map(\.rule.rawValue)).subtracting(["time-in-future"]))
  }

  @Test("Files of a declared directory are declared")
  func directory() throws {
    let envelope = try fixture.answer(1, to: lease) {
      $0.outputs["out/logs/a/b"] = Self.other
    }
    #expect(objections(envelope).isEmpty)
  }

  @Test(
    "A job that fails need not leave its outputs",
    arguments: [Termination.exited(code: 1), .signalled(signal: 9), .limit(.memory)])
  func failureWithoutOutputs(termination: Termination) throws {
    let envelope = try fixture.answer(1, to: lease) {
      $0.termination = termination
      $0.outputs["out/c.npy"] = nil
    }
    #expect(objections(envelope).isEmpty)
  }

  @Test("Attack 19, rejected: a time in the future by more than clocks may differ")
  func skew() throws {
    for (ahead, isSound) in [(Int64(500), true), (501, false)] {
      let envelope = try fixture.answer(1, to: lease) { draft in
        let time = Timestamp(milliseconds: fixture.decidedAt.milliseconds + ahead)
        draft.finishedAt = time ?? draft.finishedAt
      }
      let examination = Examination(
        job: fixture.job, decidedAt: fixture.decidedAt, clockSkew: 500)
      if case .sound = examination.examine(envelope, for: lease) {
        #expect(isSound)
      } else {
        #expect(!isSound)
      }
    }
  }

  @Test("A lease for another job makes no statement sound")
  func foreignLease() throws {
    let foreign = try #require(
      Lease(job: Self.other, provider: lease.provider, nonce: lease.nonce))
    let envelope = try fixture.answer(1, to: foreign)
    let examination = Examination(job: fixture.job, decidedAt: fixture.decidedAt)
    guard case .unsound(let objections) = examination.examine(envelope, for: foreign) else {
      Issue.record("accepted")
      return
    }
    #expect(objections.map(\.name) == ["wrong-job"])
  }
}

extension ExaminationTests {
  @Test("Another provider's signature is none")
  func foreignKey() throws {
    let envelope = try fixture.answer(2, to: lease) {
      $0.provider = (try Fixture.key(2)).publicKey
    }
    #expect(objections(envelope) == ["untrusted-signature"])
  }

  @Test("A provider that signs in another's name is not believed")
  func foreignProvider() throws {
    var draft = try fixture.draft(lease)
    draft.provider = try Fixture.key(2).publicKey
    let envelope = try Forgery.envelope(draft.statement.canonicalBytes, key: Fixture.key(1))
    #expect(objections(envelope) == ["foreign-provider"])
  }

  @Test("A statement that ends before it starts is none")
  func reversedTimes() throws {
    var draft = try fixture.draft(lease)
    swap(&draft.startedAt, &draft.finishedAt)
    let envelope = Forgery.envelope(draft.statement.canonicalBytes, key: try Fixture.key(1))
    #expect(objections(envelope) == ["invalid-statement"])
  }

  @Test("An unknown critical extension is refused")
  func critical() throws {
    let envelope = try fixture.answer(1, to: lease) { $0.critical = ["quantum"] }
    #expect(objections(envelope) == ["unknown-critical"])
  }

  @Test("Attack 1, rejected: a replay of another lease's answer")
  func replay() throws {
    let earlier = try fixture.answer(1, to: fixture.lease(1, number: 5))
    #expect(objections(earlier) == ["wrong-lease", "wrong-nonce"])
  }
}
