import TestSupport
import Testing

/// Vectors that others wrote, read where they lie.
@Suite struct ConformanceTests {
  /// Every set, each with the directory below the vectors that it needs.
  static let sets: [(directory: String, run: @Sendable (String) throws -> [ConformanceReport])] = [
    ("jsontestsuite", JSONVectors.parsing), ("jcs", JSONVectors.canonicalisation),
    ("wycheproof", SignatureVectors.wycheproof), ("cctv-ed25519", SignatureVectors.edgeCases),
    ("dsse", EnvelopeVectors.run), ("merkle", TransparencyVectors.merkle),
    ("signed-note", TransparencyVectors.notes), ("tlog-tiles", TransparencyVectors.tiles),
    ("tlog-witness", WitnessVectors.run),
    ("sev-snp", SNPVectors.run),
    ("tdx", { try IntelVectors.run(String($0.dropLast("/tdx".count))) }), ("tpm2", TPMVectors.run),
    ("hpke", UnusedVectors.hpke), ("sigstore-bundles", UnusedVectors.bundles),
    ("age-testkit", AgeVectors.run),
  ]

  @Test(
    "Every case of every set comes to the stated conclusion",
    .enabled(if: Repository.vectors != nil, "no vectors: set ASSAY_VECTORS to their directory"))
  func everySet() throws {
    let root = try #require(Repository.vectors)
    var rows = [ConformanceReport.row("set", "cases", "passed", "skipped")]
    for (directory, run) in Self.sets {
      if (try Repository.names(in: root)).contains(directory) {
        rows += try run("\(root)/\(directory)").map(\.row)
      } else {
        rows.append(ConformanceReport.row(directory, "-", "-", "all (not in the vectors)"))
      }
    }
    print(rows.joined(separator: "\n"))
  }
}
