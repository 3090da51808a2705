import Attestation
import Content
import Crypto
import Linux

/// What a statement costs beyond the signature that it cannot do without.
struct AttestationSuite: Suite {
  static let name = "attestation"
  static let summary =
    "statements signed and verified against bare libcrypto, files hashed against openssl, bundles"

  private static let rounds = 15
  private static let repetitions = 400

  init(_ options: SuiteOptions) {}

  func run() throws -> Report {
    let key = try SigningKey()
    let statement = try SampleStatement.make(provider: key.publicKey)
    let envelope = try Envelope.sign(statement, with: key)
    let bytes = envelope.canonicalBytes
    let message = Envelope.preAuthenticationEncoding(
      of: envelope.unverifiedPayload, type: envelope.payloadType)
    let trusted = TrustedKeys([key.publicKey])
    let bare = BareEd25519()
    var signature = [UInt8](repeating: 0, count: SigningKey.signatureByteCount)

    bare.prepareSigning()
    let signing = try Self.compare(
      bare: { bare.sign(message, into: &signature) },
      ours: {
        let envelope = try Envelope.sign(statement, with: key)
        precondition(!envelope.canonicalBytes.isEmpty)
      })
    bare.prepareVerifying()
    let verifying = try Self.compare(
      bare: { bare.verify(signature, message) },
      ours: {
        guard case .verified = try Envelope(parsing: bytes).verify(trusting: trusted)
        else { preconditionFailure("a good envelope was rejected") }
      })

    var report = Report(suite: Self.name)
    report.results.append(
      Figure(name: "payload", value: Double(envelope.unverifiedPayload.count), unit: "bytes"))
    report.results += Self.measurements("statement encoded, signed and enveloped", signing)
    report.results += Self.measurements("envelope parsed and verified", verifying)
    report.summarize("sign_fraction", signing.ratio)
    report.summarize("verify_fraction", verifying.ratio)
    try BundleTimes.measure(&report)
    try HashingRace.measure(&report)
    return report
  }

  /// Times per call in microseconds, and the median over rounds of bare over ours.
  private struct Comparison {
    let bare: Sample
    let ours: Sample
    let ratio: Double
  }

  /// Alternates short rounds of both, so that both meet the same disturbances.
  private static func compare(
    bare: () throws -> Void, ours: () throws -> Void
  ) rethrows -> Comparison {
    _ = try time(bare)
    _ = try time(ours)
    let pairs = try (0..<rounds).map { _ in (bare: try time(bare), ours: try time(ours)) }
    return Comparison(
      bare: Sample(pairs.map(\.bare)), ours: Sample(pairs.map(\.ours)),
      ratio: Sample(pairs.map { $0.bare / $0.ours }).median)
  }

  private static func time(_ body: () throws -> Void) rethrows -> Double {
    let start = Clock.monotonicMicroseconds()
    for _ in 0..<repetitions { try body() }
    return Double(Clock.monotonicMicroseconds() - start) / Double(repetitions)
  }

  private static func measurements(_ name: String, _ comparison: Comparison) -> [Figure] {
    [
      Figure(
        name: name, value: comparison.ours.median, unit: "µs", ratio: comparison.ratio),
      Figure(
        name: name, value: comparison.bare.median, unit: "µs", peer: "libcrypto, signature alone"),
    ]
  }
}
