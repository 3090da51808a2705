import Audit
import Content
import Crypto
import Evidence
import Testing
import Transparency
import Verification

/// A report with something in every part of it, some of it hostile.
struct SamplePage {
  /// Texts that would do something if they were not escaped.
  static let hostile = [
    "<script>window.marked=1</script>", "\"><img src=x onerror=window.marked=2>",
    "'-alert(1)-'&amp;</td></table>", "\u{202E}reversed\u{2066}", "\u{0}\u{1B}[31m\u{7F}\u{9B}",
    "</style><style>body{display:none}</style>", "</script><script>window.marked=3</script>",
    "<svg/onload=window.marked=4>", "javascript:window.marked=5",
  ]

  static func report() throws -> AuditReport {
    let fixture = try Fixture()
    let log = try TestLog(entries: 300)
    let rival = log.copy
    for round in 0..<24 {
      try log.append(
        (1...5).map { provider in
          try TestLog.statement(
            1000 + round * 10 + provider, provider: UInt8(provider),
            milliseconds: Int64(round) * 30_000)
        } + [TestLog.bundle(round, counting: [1000 + round * 10 + 1])])
    }
    try rival.append((0..<9).map { try TestLog.statement(9000 + $0, provider: 3) })
    try log.append([TestLog.statement(1011, envelope: 7), Array("rubbish".utf8)])
    let domains = try (1...9).map { (try Fixture.key($0).publicKey, hostile[Int($0) - 1]) }
    let policy = Policy(
      runtimes: [Fixture.digest("runtime")],
      failureDomains: FailureDomains(
        minimum: 1, domains: Dictionary(uniqueKeysWithValues: domains)))
    let settings = AuditSettings(
      time: TestLog.now, trust: LogTrust(logs: [log.noteKey]), policy: policy)
    return try log.audit(settings: settings, copies: [rival]) { run in
      for (number, text) in hostile.enumerated() {
        let lease = try fixture.lease(UInt8(number + 11), number: UInt8(number))
        let bundle = try Bundle.seal(
          job: fixture.job,
          replicas: [
            fixture.replica(1, number: UInt8(number)), fixture.replica(2, number: UInt8(number)),
            fixture.replica(3, number: UInt8(number)) {
              $0.outputs["out/c.npy"] = Fixture.digest(text)
            }, Replica(lease: lease, reply: .failed(text)),
          ], decidedAt: fixture.decidedAt, with: fixture.requestor
        ).bundle
        run.add(bundle: bundle.bytes, from: text)
        run.add(checkpoint: Array(text.utf8), from: text)
      }
    }
  }
}
