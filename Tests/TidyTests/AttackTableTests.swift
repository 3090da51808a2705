import TestSupport
import Testing

/// The 25 attacks on a verifier: each is a test that carries its number and its verdict in its name,
/// `Attack 12, rejected: …`.
@Suite struct AttackTableTests {
  static let attacks: [(number: Int, what: String)] = [
    (1, "replayed attestation, other nonce, empty nonce"), (2, "swapped output"),
    (3, "two encodings of one statement"), (4, "duplicate JSON keys, escaped twins"),
    (5, "wrong payload type under a valid signature"),
    (6, "a log, witness or job key in another role"), (7, "one key twice, or under two key ids"),
    (8, "malleable or non-canonical signatures"),
    (9, "certificate expired or not yet valid, wrong root"),
    (10, "rolled-back TCB, old collateral, another FMSPC"),
    (11, "debug domain, enclave or guest"), (12, "wrong measurement, VMPL"),
    (13, "truncated quote, lying lengths"), (14, "a valid quote whose key is not bound"),
    (15, "SHA-1 bank, weak digest only"), (16, "two checkpoints of one size"),
    (17, "stale checkpoint, shrunken log"), (18, "inclusion proof for another index or leaf"),
    (19, "time in the future beyond skew"),
    (20, "giant input, 100,000 brackets, compressed bomb"),
    (21, "unknown critical field or major"), (22, "empty or digest-less subject"),
    (23, "fraud proof with a forged or unrelated signer"),
    (24, "quorum members of one operator or evidence root"),
    (25, "encrypting to a key that the evidence does not bind"),
  ]

  /// Those that no test tries yet; whoever adds one takes its number away here.
  static let open: Set<Int> = []

  @Test("Every attack has its test, and none is said to be missing that has one")
  func table() throws {
    let found = try Self.named()
    var rows: [String] = []
    for (number, what) in Self.attacks {
      let tests = found.filter { $0.number == number }
      rows.append("attack \(number): \(what)")
      rows += tests.map { "    \($0.verdict): \($0.file)" }
      if tests.isEmpty { rows.append("    not tried") }
      #expect(tests.isEmpty == Self.open.contains(number), "attack \(number), \(what)")
    }
    #expect(Self.attacks.map(\.number) == Array(1...25))
    #expect(found.allSatisfy { (1...25).contains($0.number) })
    print(rows.joined(separator: "\n"))
  }

  /// Names of tests such as `"Attack 12, rejected: …"`.
  private static func named() throws -> [(number: Int, verdict: Substring, file: String)] {
    try Repository.files(below: "Tests", endingIn: "Tests.swift")
      .filter { !$0.hasSuffix("AttackTableTests.swift") }.sorted()
      .flatMap { file in
        try Repository.lines(of: file).compactMap { line in
          guard let start = line.firstRange(of: "\"Attack ")?.upperBound,
            let comma = line[start...].firstIndex(of: ","),
            let number = Int(line[start..<comma]),
            let colon = line[comma...].firstIndex(of: ":")
          else { return nil }
          return (number, line[line.index(comma, offsetBy: 2)..<colon], file)
        }
      }
  }
}
