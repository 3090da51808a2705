import Linux
import Sandbox

extension Bystander {
  /// Two hundred megabytes on two streams, of which two kilobytes are kept.
  func flood() async throws {
    let sandbox = try makeSandbox()
    let limits = Limits(stdoutBytes: 1000, stderrBytes: 1000)
    _ = try await sandbox.run(specification("exit 0"), collecting: Self.ignore)
    let before = try HostState.residentBytes(of: CurrentProcess.identifier)
    let outcome = try await sandbox.run(
      specification(
        "head -c 100000000 /dev/zero; head -c 100000000 /dev/zero >&2", limits: limits),
      collecting: Self.ignore)
    let after = try HostState.residentBytes(of: CurrentProcess.identifier)
    try Self.expect(outcome.termination == .exited(code: 0), "\(outcome.termination)")
    try Self.expect(outcome.stdoutTruncated && outcome.stderrTruncated, "nothing was cut")
    try Self.expect(after < before + 4 << 20, "from \(before) to \(after) bytes of memory")
    let kept = outcome.stdout.count + outcome.stderr.count
    CurrentProcess.printOutput("kept \(kept) bytes\n")
  }
}
