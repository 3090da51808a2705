import Attestation
import Content
import Crypto
import Jobs
import TestSupport
import Testing
import Verification

/// Every value in a bundle changed, removed, doubled, added to or exchanged.
@Suite struct BundleTamperingTests {
  let fixture: Fixture
  let bundle: Bundle

  init() throws {
    fixture = try Fixture()
    // One reply of every kind, so that every field there can be is in it.
    let replicas = try VerdictTests.replicas(fixture, "AABtf")
    bundle = try Bundle.seal(
      job: fixture.job, replicas: replicas, decidedAt: fixture.decidedAt, with: fixture.requestor
    ).bundle
  }

  struct Edit {
    let path: [Step]
    let kind: String
    let result: JSON
    var description: String {
      kind + " "
        + path.map {
          switch $0 {
          case .name(let name): name
          case .index(let index): "\(index)"
          }
        }.joined(separator: ".")
    }
  }

  /// Every edit at every place of `document`.
  static func edits(of document: JSON) -> [Edit] {
    document.paths.flatMap { path -> [Edit] in
      guard let value = document[path[...]] else { return [] }
      var edits = [
        Edit(
          path: path, kind: "change", result: document.replacing(path[...], with: value.changed)),
        Edit(path: path, kind: "null", result: document.replacing(path[...], with: .null)),
        Edit(path: path, kind: "remove", result: document.replacing(path[...], with: nil)),
      ]
      if let grown = grown(value) {
        edits.append(
          Edit(path: path, kind: "add", result: document.replacing(path[...], with: grown)))
      }
      for (kind, rearranged) in rearranged(value) {
        edits.append(
          Edit(path: path, kind: kind, result: document.replacing(path[...], with: rearranged)))
      }
      return edits
    }
  }

  private static func grown(_ value: JSON) -> JSON? {
    switch value {
    case .object(var object):
      object["zzz"] = .boolean(true)
      return .object(object)
    case .array(let elements): return .array(elements + [elements.last ?? .null])
    default: return nil
    }
  }

  /// Neighbours exchanged: elements of an array, values of an object's members.
  private static func rearranged(_ value: JSON) -> [(String, JSON)] {
    switch value {
    case .array(let elements) where elements.count > 1:
      return (1..<elements.count).map { index in
        var copy = elements
        copy.swapAt(index - 1, index)
        return ("swap \(index)", .array(copy))
      }.filter { $0.1 != value }
    case .object(let object) where object.members.count > 1:
      return zip(object.members, object.members.dropFirst()).map { left, right in
        var copy = object
        copy[left.name] = right.value
        copy[right.name] = left.value
        return ("swap \(left.name)", .object(copy))
      }.filter { $0.1 != value }
    default: return []
    }
  }

  static func isAccepted(_ bytes: [UInt8], _ expectations: Bundle.Expectations) -> Bool {
    guard let bundle = try? Bundle(parsing: bytes) else { return false }
    return bundle.verify(expectations).isSound
  }

  @Test("Without the requestor's key, no value can be changed")
  func broken() throws {
    let payload = try Forgery.payload(of: bundle)
    let seal = try Envelope(parsing: bundle.bytes)
    let edits = Self.edits(of: payload)
    #expect(edits.count > 500)
    for edit in edits {
      let changed = Envelope(
        payloadType: seal.payloadType, unverifiedPayload: edit.result.canonicalBytes,
        signatures: seal.signatures)
      #expect(!Self.isAccepted(changed.canonicalBytes, .init()), "\(edit.description)")
    }
  }

  @Test("No value of the envelope around it can be changed")
  func envelope() throws {
    let edits = Self.edits(of: try JSON(parsingCanonical: bundle.bytes))
    #expect(edits.count > 15)
    for edit in edits {
      #expect(!Self.isAccepted(edit.result.canonicalBytes, .init()), "\(edit.description)")
    }
  }

  /// What no signature of a provider covers and nothing follows from: hints at keys, and
  /// signatures beside the provider's. The seal covers them.
  static let requestorsWord: Set<String> = [
    "remove replicas.I.reply.envelopes.0.signatures.0.keyid",
    "add replicas.I.reply.envelopes.0.signatures",
  ]

  @Test("A requestor who lies, or an attacker with a key of its own, changes next to nothing")
  func resealed() throws {
    let payload = try Forgery.payload(of: bundle)
    let attacker = try Fixture.key(99)
    var survivors: Set<String> = []
    for edit in Self.edits(of: payload) {
      let own = Forgery.bundle(edit.result, key: fixture.requestor)
      if Self.isAccepted(own, .init()) { survivors.insert(edit.description) }
      let replaced = edit.result.replacing(
        "requestor", with: .string(attacker.publicKey.hexadecimal))
      let foreign = Forgery.bundle(replaced, key: attacker)
      #expect(
        !Self.isAccepted(foreign, .init(requestors: [fixture.requestor.publicKey])),
        "\(edit.description)")
    }
    let places = survivors.map { survivor in
      let parts = survivor.split(separator: ".", omittingEmptySubsequences: false)
      return parts.enumerated().map { $0 == 1 ? "I" : $1 }.joined(separator: ".")
    }
    #expect(Set(places) == Self.requestorsWord)
  }

  @Test("The time of the verdict is the requestor's word: sealed, but derived from nothing")
  func time() throws {
    let payload = try Forgery.payload(of: bundle)
    let later = payload.replacing("decidedAt", with: .string("2027-01-15T08:02:00.000Z"))
    let earlier = payload.replacing("decidedAt", with: .string("2026-01-15T08:02:00.000Z"))
    #expect(Self.isAccepted(Forgery.bundle(later, key: fixture.requestor), .init()))
    #expect(
      !Self.isAccepted(Forgery.bundle(earlier, key: fixture.requestor), .init()),
      "before the executions")
  }

  @Test("A written verdict that does not follow is refused, and the part is named")
  func writtenVerdict() throws {
    let payload = try Forgery.payload(of: bundle)
    let wrong = Fixture.digest("wrong")
    let cases: [(path: String, value: JSON?, names: String)] = [
      ("verdict.status", .string("rejected"), #"status: "rejected" instead of "accepted""#),
      ("verdict.jobSucceeded", .boolean(false), "jobSucceeded: false instead of true"),
      ("verdict.counts.agreed", .number(3), "counts.agreed: 3 instead of 2"),
      ("verdict.result.outputs.stdout", .string("\(wrong)"), "result.outputs.stdout: "),
      ("verdict.findings.0", nil, "findings[0]"),
      ("verdict.extra", .null, "extra: null instead of nothing"),
    ]
    for (path, value, names) in cases {
      let bytes = Forgery.bundle(payload.replacing(path, with: value), key: fixture.requestor)
      let report = try Bundle(parsing: bytes).verify()
      #expect(report[.seal] == .passed)
      guard case .failed(let detail)? = report[.verdict] else {
        Issue.record("\(path) was accepted")
        continue
      }
      #expect(detail.contains(names), "\(detail)")
    }
  }

  @Test("A withheld result changes the verdict that follows")
  func withheld() throws {
    let payload = try Forgery.payload(of: bundle)
    for index in bundle.replicas.indices {
      let bytes = Forgery.bundle(
        payload.replacing("replicas.\(index)", with: nil), key: fixture.requestor)
      guard case .failed? = try Bundle(parsing: bytes).verify()[.verdict] else {
        Issue.record("replica \(index) was withheld unseen")
        continue
      }
    }
  }

  @Test("Leases for another job are named")
  func foreignLease() throws {
    let other = try Fixture(replicas: 3, quorum: 3, maximum: 5)
    let replicas = try bundle.replicas + [other.replica(9)]
    #expect(throws: VerificationError.self) {
      try Bundle.seal(
        job: fixture.job, replicas: replicas, decidedAt: fixture.decidedAt,
        with: fixture.requestor)
    }
    let (sealed, _) = try Bundle.seal(
      job: fixture.job, replicas: [fixture.replica(1), fixture.replica(2), other.replica(9)],
      decidedAt: fixture.decidedAt, with: fixture.requestor)
    let report = sealed.verify()
    guard case .failed(let detail)? = report[.leases] else {
      Issue.record("accepted")
      return
    }
    #expect(detail.contains(try other.lease(9).id.description))
  }
}
