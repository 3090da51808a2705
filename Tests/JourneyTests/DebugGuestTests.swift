import Content
import Linux
import TestSupport
import Testing

/// Guests of Intel TDX in debug mode, from the kernel's interface (an imitation, `fake-tsm.c`) to the
/// refusal. The quotes are captured ones with Intel's signatures: as they are, they bind nobody's session
/// here; with the report data that was asked for, Intel's signature no longer covers them. So each
/// is refused for one thing more, and both for debug mode.
@Suite(
  .enabled(if: Repository.vectors != nil, "no vectors: set ASSAY_VECTORS to their directory"),
  .enabled(if: KernelImitation.compiler != nil, "no C compiler for the imitation of the kernel"))
struct DebugGuestTests {
  /// When the collateral was valid.
  private static let time = "2023-07-01T00:00:00.000Z"
  /// Of the report data in a quote of version 4.
  private static let offset = "568"

  let journey: JourneyCase
  let vectors: String

  init() throws {
    journey = try JourneyWorkspace.shared.get().prepare(VerdictTests.answer)
    vectors = try #require(Repository.vectors) + "/tdx"
    let folder = journey.folder.path
    try makeDirectories(folder + "/tsm")
    try makeDirectories(folder + "/collateral")
    let library = try Program(at: #require(KernelImitation.compiler)).run([
      "-shared", "-fPIC", "-O1", "-o", folder + "/fake-tsm.so",
      "\(Repository.root)/Tests/JourneyTests/fake-tsm.c",
    ])
    try #require(library.code == 0, "\(library.standardError)")
    try FileDescriptor.open(folder + "/collateral", [.readOnly, .directory])
      .write(collateral().canonicalBytes, to: "tdx.json", .atomic)
  }

  /// What Intel published then, as one document.
  private func collateral() throws -> JSON {
    let folder = vectors + "/collateral-50806f-2023"
    func text(_ file: String) throws -> String {
      String(decoding: try Repository.bytes(at: "\(folder)/\(file)"), as: UTF8.self)
    }
    func list(_ file: String) throws -> JSON {
      .string(Hexadecimal.encode(try Repository.bytes(at: "\(folder)/\(file)")))
    }
    /// The document, byte for byte, and its signature.
    func parts(_ file: String, _ member: String) throws -> (JSON, JSON) {
      let answer = try text(file)
      let start = try #require(answer.firstRange(of: "{\"\(member)\":")).upperBound
      let end = try #require(answer.ranges(of: ",\"signature\":\"").last)
      return (
        .string(String(answer[start..<end.lowerBound])),
        .string(String(answer[end.upperBound...].prefix(128)))
      )
    }
    let (info, infoSignature) = try parts("tcbInfo.json", "tcbInfo")
    let (identity, identitySignature) = try parts("qeIdentity.json", "enclaveIdentity")
    return .object([
      "tcb_info": info, "tcb_info_signature": infoSignature,
      "tcb_info_issuer_chain": .string(try text("tcbInfoIssuerChain.pem")),
      "qe_identity": identity, "qe_identity_signature": identitySignature,
      "qe_identity_issuer_chain": .string(try text("qeIdentityIssuerChain.pem")),
      "root_ca_crl": try list("rootcrl.der"), "pck_crl": try list("pckcrl.der"),
    ])
  }

  private func policy(debug: Bool) throws -> [String] {
    let text = """
      {"schema":"urn:assay:schema:policy:v1","evidence":{"tdx":{"debug":\(debug),"tier":"warning"}}}
      """
    return [
      "--policy", try journey.write(text), "--collateral", journey.folder.path + "/collateral",
      "--at", Self.time, "--json",
    ]
  }

  /// A run in a guest whose quote is this one.
  private func run(
    _ quote: String, isBound: Bool, _ options: [String]
  ) throws -> Program.Answer {
    var environment = [
      "ASSAY_DATA": journey.workspace.data, "LD_PRELOAD": journey.folder.path + "/fake-tsm.so",
      "FAKE_TSM_ROOT": journey.folder.path + "/tsm",
      "FAKE_TSM_REPORT": "\(vectors)/\(quote)/quote.bin",
    ]
    if isBound { environment["FAKE_TSM_OFFSET"] = Self.offset }
    return try journey.workspace.assay.run(
      [
        "run", journey.folder.path + "/job.json", "--output", journey.result, "--evidence", "tdx",
        "--tsm", journey.folder.path + "/tsm",
      ] + options, environment: environment)
  }

  /// The reasons for which each provider got no lease.
  private func refusals(_ answer: Program.Answer) throws -> [Set<String>] {
    let document = JSONField(try JSON(parsing: Array(answer.standardOutput.utf8)))
    return try document.tag("policy").tag("refused").elements(atMost: 16).map { provider in
      Set(
        try provider.tag("refusals").elements(atMost: 64).map { try $0.tag("reason").string() })
    }
  }

  @Test(
    "Attack 11, rejected: a debug guest gets no job, and debug mode is named",
    arguments: [(false, "evidence/report-data"), (true, "evidence/signature")])
  func refused(isBound: Bool, reason: String) throws {
    let answer = try run("v4-debug", isBound: isBound, policy(debug: false))
    #expect(answer.code == 3, "\(answer)")
    let found = try refusals(answer)
    #expect(found.count == 5 && found.allSatisfy { $0 == ["evidence/debug", reason] }, "\(found)")
    #expect(try !Repository.names(in: journey.result).contains("out"))
    // The entry in the kernel's directory is gone.
    #expect(try Repository.names(in: journey.folder.path + "/tsm").isEmpty)
    let allowed = try refusals(run("v4-debug", isBound: isBound, policy(debug: true)))
    #expect(allowed.allSatisfy { $0 == [reason] } && allowed.count == 5, "\(allowed)")
  }

  @Test("Debug mode is not seen where there is none")
  func production() throws {
    let answer = try run("v4-spr", isBound: false, policy(debug: false))
    #expect(answer.code == 3)
    for reasons in try refusals(answer) {
      #expect(reasons.contains("evidence/report-data") && !reasons.contains("evidence/debug"))
    }
  }

  @Test("Who asked for nothing gets a result, which nobody with a policy accepts afterwards")
  func verified() throws {
    #expect(try run("v4-debug", isBound: false, []).code == 0)
    #expect(try journey.verify().code == 0)
    for (debug, isNamed) in [(false, true), (true, false)] {
      let answer = try journey.verify(policy(debug: debug))
      #expect(answer.code == 3)
      let document = JSONField(try JSON(parsing: Array(answer.standardOutput.utf8)))
      let reasons = try document.tag("refusals").elements(atMost: 64).map {
        try $0.tag("reason").string()
      }
      #expect(reasons.contains("evidence/debug") == isNamed, "\(reasons)")
      #expect(reasons.contains("evidence/report-data"))
    }
  }
}

/// `fake-tsm.c`, and who makes a library of it.
enum KernelImitation {
  static let compiler = ["clang", "cc"].first {
    (try? Program(at: $0).run(["--version"]))?.code == 0
  }
}
