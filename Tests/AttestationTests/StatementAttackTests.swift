import Attestation
import Content
import Crypto
import TestSupport
import Testing

/// Payloads that a trusted key really signed, and that must not be believed all the same.
@Suite struct StatementAttackTests {
  let forgery: Forgery
  let text: String

  init() throws {
    forgery = try Forgery()
    text = forgery.document.canonicalText
  }

  @Test("The unchanged statement is believed")
  func unchanged() {
    #expect(forgery.reason(forgery.document) == nil)
  }

  /// What a statement has only where there is something to say.
  static let optional: Set = ["numericProfile", "truncated", "violations"]

  @Test("Every field is required, but those that have something to say only now and then")
  func missingFields() {
    for path in forgery.document.paths {
      guard case .name(let name)? = path.last else { continue }
      let reason = forgery.reason(forgery.document.replacing(path[...], with: nil))
      #expect((reason == nil) == Self.optional.contains(name), "\(path)")
    }
  }

  @Test("No value may have another type")
  func wrongTypes() {
    for path in forgery.document.paths {
      for value in [JSON.null, .boolean(true), .number(0.5), .string(""), .array([.null])] {
        let reason = forgery.reason(forgery.document.replacing(path[...], with: value))
        #expect(reason != nil, "\(path) with \(value)")
      }
    }
  }

  @Test("No object takes a member that this version does not know")
  func unknownFields() {
    for path in [[]] + forgery.document.paths {
      guard case .object(var object)? = forgery.document[path[...]] else { continue }
      object["extra"] = .number(1)
      let reason = forgery.reason(forgery.document.replacing(path[...], with: .object(object)))
      #expect(reason == .invalidStatement, "\(path)")
    }
  }

  @Test("Attack 3, rejected: another encoding of the same statement")
  func otherEncodings() {
    #expect(forgery.reason(text + "\n") == .notCanonical)
    #expect(forgery.reason(" " + text) == .notCanonical)
    #expect(forgery.reason(text.replacing(",", with: ", ")) == .notCanonical)
    #expect(forgery.reason(text.replacing("\"stdout\"", with: "\"std\\u006fut\"")) == .notCanonical)
    #expect(forgery.reason(text.replacing(":900,", with: ":9e2,")) == .notCanonical)
    #expect(forgery.reason(text.replacing(":900,", with: ":900.0,")) == .notCanonical)
  }

  @Test("Attack 4, rejected: a name that occurs twice, escaped or not, before anything is read")
  func duplicateNames() {
    for twin in [#""job":"x","#, #""\u006aob":"x","#] {
      let doubled = text.replacing(#""job":"#, with: twin + #""job":"#)
      #expect(doubled != text)
      #expect(forgery.reason(doubled) == .malformedPayload)
    }
  }

  @Test("Attack 21, rejected: unknown types, versions and critical extensions")
  func unknownMeaning() {
    let document = forgery.document
    for (path, value) in [
      ("_type", "https://in-toto.io/Statement/v2"), ("_type", "https://in-toto.io/Statement/v0.1"),
      ("predicateType", "urn:assay:execution:v2"), ("predicateType", ""),
      ("predicateType", "https://slsa.dev/provenance/v1"),
    ] {
      let reason = forgery.reason(document.replacing(path, with: .string(value)))
      #expect(reason == .unknownStatementType, "\(value)")
    }
    for critical in [["other"], ["job"], ["", "x"]] {
      let changed = document.replacing("predicate.critical", with: .strings(critical))
      #expect(forgery.reason(changed) == .unknownCritical)
      // Also where the extension brings a field of its own.
      #expect(forgery.reason(changed.replacing("predicate.other", with: .null)) == .unknownCritical)
    }
  }

  @Test("Attack 22, rejected: no subjects, or such without a proper digest or a name")
  func subjects() {
    let hash = Fixture.digest("x").hexadecimal
    let subject: (JSON) -> JSON = { forgery.document.replacing("subject", with: $0) }
    let entry = { (name: String, digest: JSON) in
      JSON.object(["name": .string(name), "digest": digest])
    }
    let good: JSON = .object(["sha256": .string(hash)])
    let (out, error) = (entry("stdout", good), entry("stderr", good))
    #expect(forgery.reason(subject(.array([error, out]))) == nil)
    let bad: [[JSON]] = [
      [], [error], [out], [out, error], [error, error, out], [error, out, out],
      [error, entry("stdout", .object([:]))],
      [error, entry("stdout", .object(["sha1": .string(String(hash.prefix(40)))]))],
      [error, entry("stdout", .object(["sha256": .string(hash), "sha1": .string("00")]))],
      [error, entry("stdout", .object(["sha256": .string(hash.uppercased())]))],
      [error, entry("stdout", .object(["sha256": .string(String(hash.dropLast(2)))]))],
      [error, .object(["digest": good])], [error, .object(["name": .string("stdout")])],
      [entry("out/../x", good), error, out], [entry("out/", good), error, out],
      [entry("other", good), error, out], [entry("out//x", good), error, out],
      [error, out, entry("trace", good)],
    ]
    for list in bad {
      #expect(forgery.reason(subject(.array(list))) == .invalidStatement, "\(list)")
    }
  }

  @Test(
    "Values out of their range are refused",
    arguments: [
      ("predicate.lease.nonce", .string("")), ("predicate.lease.nonce", .string("00")),
      ("predicate.usage.bytesIn", .number(-1)), ("predicate.usage.bytesIn", .number(0x1p53)),
      ("predicate.usage.bytesIn", .number(1.5)), ("predicate.determinism", .string("loose")),
      ("predicate.outcome.termination.code", .number(256)),
      ("predicate.outcome.termination.kind", .string("limit")),
      (
        "predicate.outcome.termination",
        .object(["kind": .string("signalled"), "signal": .number(0)])
      ),
      (
        "predicate.outcome.termination",
        .object(["kind": .string("limit"), "limit": .string("luck")])
      ),
      ("predicate.finishedAt", .string("2026-11-20T22:28:51.042Z")),
      ("predicate.startedAt", .string("2027-01-15T08:00:00Z")),
      ("predicate.provider", .string(String(repeating: "0", count: 64))),
      ("predicate.platform.kernel", .string("")), ("predicate.platform.kernel", .string("a\u{7}")),
      ("predicate.platform.kernel", .string(String(repeating: "x", count: 257))),
      ("predicate.isolation.layers", .strings(["a", "a"])),
      ("predicate.isolation.layers", .strings((0..<65).map { "layer\($0)" })),
      ("predicate.runtime.executables", .array([])), ("predicate.inputs.0.name", .string("../a")),
      ("predicate.inputs.0.name", .string("z")), ("predicate.job", .string("sha512:00")),
    ] as [(String, JSON)])
  func ranges(path: String, value: JSON) {
    #expect(forgery.reason(forgery.document.replacing(path, with: value)) == .invalidStatement)
  }

  @Test(
    "Every way to end is understood",
    arguments: [
      Termination.exited(code: 0), .exited(code: 255), .signalled(signal: 1),
      .signalled(signal: 64),
      .limit(.wallTime), .limit(.cpuTime), .limit(.memory), .limit(.pids), .limit(.output),
      .limit(.scratch),
    ])
  func terminations(termination: Termination) throws {
    let members: JSONObject =
      switch termination {
      case .exited(let code): ["kind": .string("exited"), "code": .number(Double(code))]
      case .signalled(let signal):
        ["kind": .string("signalled"), "signal": .number(Double(signal))]
      case .limit(let limit): ["kind": .string("limit"), "limit": .string(limit.rawValue)]
      }
    let changed = forgery.document.replacing(
      "predicate.outcome.termination", with: .object(members))
    let envelope = forgery.envelope(changed.canonicalBytes)
    let verified = envelope.verify(trusting: [forgery.key.publicKey]).verified
    #expect(verified?.statement.execution.outcome.termination == termination)
    #expect(verified?.statement.canonicalBytes == changed.canonicalBytes)
  }

  @Test("What is not JSON, or too much of it, is refused")
  func malformed() {
    #expect(forgery.reason("") == .malformedPayload)
    #expect(forgery.reason(String(text.dropLast())) == .malformedPayload)
    #expect(forgery.reason(text + text) == .malformedPayload)
    #expect(forgery.reason("[]") == .invalidStatement)
    #expect(forgery.reason("null") == .invalidStatement)
    #expect(forgery.reason(String(repeating: "[", count: 100_000)) == .malformedPayload)
    let deep = String(repeating: #"{"a":"#, count: 100_000)
    #expect(forgery.reason(deep) == .malformedPayload)
    #expect(forgery.reason([UInt8](repeating: 0x20, count: (4 << 20) + 1)) == .malformedPayload)
  }
}
