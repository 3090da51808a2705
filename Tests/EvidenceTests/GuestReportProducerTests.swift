import Content
import Evidence
import Linux
import TestSupport
import Testing

@Suite(.enabled(if: Repository.vectors != nil, Fixture.noVectors))
struct GuestReportProducerTests {
  /// A real report or quote with other report data, which its signature then no longer covers.
  static func maker(_ kind: EvidenceKind) throws -> @Sendable ([UInt8]) -> [UInt8] {
    let isReport = kind == .sevSNP
    let template = try Fixture.vector(
      isReport ? "sev-snp/milan-v2/report.bin" : "tdx/v4-uptodate/quote.bin")
    let start = isReport ? 0x50 : 48 + 520
    return { data in
      var bytes = template
      bytes.replaceSubrange(start..<(start + 64), with: data)
      return bytes
    }
  }

  @Test(
    "The kernel gets the report data, and the entry goes", arguments: [EvidenceKind.sevSNP, .tdx])
  func produces(kind: EvidenceKind) throws {
    let directory = try TemporaryDirectory()
    let kernel = FakeKernel(
      root: directory.path, provider: kind == .tdx ? "tdx_guest" : "sev_guest",
      makeReport: try Self.maker(kind))
    let binding = try Fixture.binding()
    let evidence = try GuestReportProducer(kind: kind, interface: kernel, entry: "assay-1")
      .produce(binding)
    let data =
      kind == .tdx
      ? try IntelQuote(#require(evidence.parts[.quote])).reportData
      : try SNPReport(#require(evidence.parts[.report])).reportData
    #expect(data == binding.reportData)
    #expect(try Repository.names(in: directory.path).isEmpty)
  }

  @Test("Somebody else's report is never taken for ours")
  func contention() throws {
    let directory = try TemporaryDirectory()
    let binding = try Fixture.binding()
    let few = FakeKernel(
      root: directory.path, provider: "tdx_guest", intrusions: 3, makeReport: try Self.maker(.tdx))
    let evidence = try GuestReportProducer(kind: .tdx, interface: few, entry: "assay-1")
      .produce(binding)
    #expect(
      try IntelQuote(#require(evidence.parts[.quote])).reportData == binding.reportData)
    let many = FakeKernel(
      root: directory.path, provider: "tdx_guest", intrusions: 100,
      makeReport: try Self.maker(.tdx))
    let error = #expect(throws: EvidenceError.self) {
      try GuestReportProducer(kind: .tdx, interface: many, entry: "assay-1").produce(binding)
    }
    #expect(error?.code == .contended)
    #expect(try Repository.names(in: directory.path).isEmpty)
  }

  @Test("A provider of the other kind, no interface, an entry in use, and nonsense are errors")
  func failures() throws {
    let directory = try TemporaryDirectory()
    let binding = try Fixture.binding()
    func code(_ interface: any ReportInterface, _ entry: String = "assay-1") -> EvidenceError.Code?
    {
      #expect(throws: EvidenceError.self) {
        try GuestReportProducer(kind: .sevSNP, interface: interface, entry: entry).produce(binding)
      }?.code
    }
    let other = FakeKernel(
      root: directory.path, provider: "tdx_guest", makeReport: try Self.maker(.sevSNP))
    #expect(code(other) == .unavailable)
    #expect(code(ReportDirectory(root: directory.path + "/absent")) == .unavailable)
    try makeDirectories(directory.path + "/taken")
    #expect(code(other, "taken") == .unavailable)
    let nonsense = FakeKernel(
      root: directory.path, provider: "sev_guest", makeReport: { _ in [1, 2, 3] })
    #expect(code(nonsense) == .malformed)
    #expect(try Repository.names(in: directory.path) == ["taken"])
  }
}
