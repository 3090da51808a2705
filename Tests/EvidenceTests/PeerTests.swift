import Content
import Evidence
import Linux
import TestSupport
import Testing

/// PyPI's `dcap-qvl`, which appraises quotes of TDX and SGX.
@Suite(
  .enabled(if: Repository.vectors != nil, Fixture.noVectors),
  .enabled(if: Fixture.python != nil, "no Python with dcap_qvl: run Tests/install-peers"))
struct PeerTests {
  /// Arguments: collateral, seconds since 1970, quotes. Prints a status, or `refused`, for each.
  private static let script = """
    import sys, dcap_qvl
    collateral = dcap_qvl.QuoteCollateralV3.from_json(open(sys.argv[1]).read())
    for path in sys.argv[3:]:
        try:
            report = dcap_qvl.verify(open(path, "rb").read(), collateral, int(sys.argv[2]))
            print(report.status, *report.advisory_ids)
        except Exception:
            print("refused")
    """

  private static func judge(
    _ quotes: [[UInt8]], by collateral: String, at time: Timestamp
  ) throws -> [String] {
    let directory = try TemporaryDirectory()
    let handle = try FileDescriptor.open(directory.path, [.readOnly, .directory])
    let root = try #require(Repository.vectors)
    let seconds = "\(time.milliseconds / 1000)"
    var arguments = [
      try #require(Fixture.python), "-c", script, "\(root)/\(collateral)", seconds,
    ]
    for (index, quote) in quotes.enumerated() {
      try handle.write(quote, to: "\(index)", .atomic)
      arguments.append("\(directory.path)/\(index)")
    }
    return try Repository.output(of: arguments).split(separator: "\n").map(String.init)
  }

  @Test(
    "Status and advisories agree",
    arguments: [
      ("tdx/v4-uptodate", "2025-06-19T11:16:00.000Z", "UpToDate"),
      (
        "sgx/v3-config-needed", "2025-06-19T11:56:00.000Z",
        "ConfigurationAndSWHardeningNeeded INTEL-SA-00289 INTEL-SA-00615"
      ), ("tdx/v4-uptodate", "2026-06-19T11:16:00.000Z", "refused"),
    ])
  func status(folder: String, time: String, expected: String) throws {
    let moment = try Fixture.moment(time)
    let bytes = try Fixture.vector("\(folder)/quote.bin")
    let judged = try Self.judge([bytes], by: "\(folder)/collateral.json", at: moment)
    #expect(judged == [expected])
    let appraisal = try Self.verifier(folder).appraise(IntelQuote(bytes), at: moment)
    let words = expected.split(separator: " ").map(String.init)
    if let status = TCBStatus(rawValue: words[0]) {
      #expect(appraisal.reasons == status.reasons)
      #expect(appraisal.claims?.advisories == Array(words.dropFirst()))
    } else {
      #expect(appraisal.tier == .contraindicated)
    }
  }

  /// What we accept the peer accepts. The peer passes over text that is damaged in or between the
  /// certificates above the platform's as long as it finds a way to Intel's root, whereas we refuse a
  /// text with a damaged certificate: there alone may it accept what we do not.
  @Test("Mutated quotes are accepted by both or by neither, damaged text of issuers aside")
  func mutated() throws {
    var generator = SeededGenerator()
    let moment = try Fixture.moment("2025-06-19T11:16:00.000Z")
    let bytes = try Fixture.vector("tdx/v4-uptodate/quote.bin")
    let quotes =
      [bytes]
      + (0..<SeededGenerator.rounds(100, long: 2000)).map { _ in generator.mutation(of: bytes) }
    let judged = try Self.judge(quotes, by: "tdx/v4-uptodate/collateral.json", at: moment)
    let verifier = try Self.verifier("tdx/v4-uptodate")
    #expect(judged.count == quotes.count)
    let mark = Array("-----BEGIN".utf8)
    let starts = bytes.indices.filter { bytes[$0...].starts(with: mark) }
    try #require(starts.count == 3, "platform, issuer, root")
    for (quote, answer) in zip(quotes, judged) {
      let tier = try? verifier.appraise(IntelQuote(quote), at: moment).tier
      let place = zip(quote, bytes).prefix { $0 == $1 }.count
      let agree = (tier == .affirming) == (answer == "UpToDate")
      #expect(
        agree || (tier != .affirming && place >= starts[1]),
        "seed \(generator.seed): changed from byte \(place), \(quote.count) bytes, peer: \(answer)")
    }
  }

  private static func verifier(_ folder: String) throws -> IntelVerifier {
    let document = try JSON(parsing: Fixture.vector("\(folder)/collateral.json"))
    return IntelVerifier(
      roots: [try #require(IntelRoot.certificate)],
      collateral: try IntelCollateral(document: JSONField(document)))
  }
}

extension TCBStatus {
  /// What an appraisal lists for it.
  var reasons: Set<Finding.Reason> {
    switch self {
    case .upToDate: []
    case .hardeningNeeded: [.hardeningNeeded]
    case .configurationNeeded: [.configurationNeeded]
    case .configurationAndHardeningNeeded: [.configurationNeeded, .hardeningNeeded]
    case .outOfDate: [.outOfDateTCB]
    case .outOfDateConfigurationNeeded: [.outOfDateTCB, .configurationNeeded]
    case .revoked: [.revokedTCB]
    }
  }
}
