import Content
import TestSupport

/// Sets about what this package does not offer: listed, so that nobody takes them for tried.
enum UnusedVectors {
  static func hpke(_ root: String) throws -> [ConformanceReport] {
    var report = ConformanceReport("HPKE, RFC 9180")
    let suites = try SignatureVectors.document(root + "/rfc9180.json").elements(atMost: 1000)
    report.skip(suites.count, because: "suites; nothing here uses HPKE")
    return [report]
  }

  static func bundles(_ root: String) throws -> [ConformanceReport] {
    var report = ConformanceReport("Sigstore bundles")
    let cases = try Repository.names(in: root).filter {
      $0.hasSuffix("_fail") || $0.contains("happy") || $0.hasPrefix("rekor2")
    }
    report.skip(cases.count, because: "Sigstore's certificates and logs are not used")
    return [report]
  }
}
