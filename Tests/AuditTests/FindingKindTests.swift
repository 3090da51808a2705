import Audit
import TestSupport
import Testing

@Suite struct FindingKindTests {
  @Test("Every kind is documented with its severity, and none besides")
  func documented() throws {
    let path = "\(Repository.root)/Sources/Audit/FINDINGS.md"
    let text = String(decoding: try Repository.bytes(at: path), as: UTF8.self)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
    let written = rows.map { row in
      row.split(separator: "|").prefix(2).map { $0.filter { $0 != " " && $0 != "`" } }
    }
    let known = AuditFinding.Kind.allCases.map { [$0.rawValue, $0.severity.rawValue] }
    #expect(written == known)
    let schema = String(
      decoding: try Repository.bytes(at: "\(Repository.root)/Sources/Audit/audit.schema.json"),
      as: UTF8.self)
    for kind in AuditFinding.Kind.allCases {
      #expect(schema.contains("\"\(kind.rawValue)\""), "\(kind.rawValue)")
    }
  }
}
