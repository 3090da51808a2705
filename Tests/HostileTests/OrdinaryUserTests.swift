import Linux
import TestSupport
import Testing

/// The whole suite a second time, by an ordinary user, whose sandboxes live in user namespaces.
@Suite struct OrdinaryUserTests {
  @Test(
    "All attacks come to nothing for an ordinary user as well",
    .enabled(if: Privileges.user == 0, "this run is an ordinary user's already"))
  func secondRun() throws {
    let arena = try Arena.shared.get()
    // Where the products are, an ordinary user may have no way to.
    let products = "\(arena.directory)/products"
    try makeDirectories(products)
    let directory = try FileDescriptor.open(products, [.readOnly, .directory])
    let bundle = "assayPackageTests.xctest"
    for name in [bundle, "assay-launcher", "attacks", "bystander"] {
      let bytes = try Repository.bytes(at: try Program(named: name).path)
      try directory.write(bytes, to: name, permissions: 0o755, .atomic)
    }
    let answer = try Program(at: "setpriv").run([
      "--reuid=54321", "--regid=54321", "--clear-groups", "--no-new-privs",
      "\(products)/\(bundle)", "--testing-library", "swift-testing", "--filter", "HostileTests",
    ])
    let lines = (answer.standardOutput + answer.standardError).split(separator: "\n")
    // One line for each, because a summary shows an issue's first line.
    for (index, line) in lines.enumerated() where line.contains("recorded an issue") {
      let details = lines[(index + 1)...].prefix { $0.hasPrefix("↳") }
      Issue.record("\(([line] + details).joined(separator: " "))")
    }
    #expect(answer.code == 0, "\(lines.last ?? "no output")")
    #expect(lines.contains { $0.contains("Suite AttackTests passed") })
  }
}
