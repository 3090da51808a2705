import Linux
import Sandbox

extension Bystander {
  private struct Case {
    let name: String
    let script: String
    var limits = Limits()
    let termination: Termination
    var output: String?
  }

  private static let cases = [
    Case(name: "exit code", script: "exit 7", termination: .exited(code: 7)),
    Case(name: "signal", script: "kill -11 $$", termination: .signalled(11)),
    Case(
      name: "surroundings", script: "busybox id -u; busybox hostname",
      termination: .exited(code: 0), output: "1000\nassay\n"),
    Case(
      name: "memory", script: "attacks grow-heap 256", limits: Limits(memoryBytes: 32 << 20),
      termination: .limit(.memory)),
    Case(
      name: "memory as files", script: "head -c 200000000 /dev/zero > /dev/shm/x",
      limits: Limits(memoryBytes: 32 << 20, scratchBytes: 1 << 30), termination: .limit(.memory)),
    Case(
      name: "processes", script: "attacks multiply", limits: Limits(processes: 8),
      termination: .limit(.processes), output: "EAGAIN\n"),
    Case(
      name: "processor time", script: "attacks spin", limits: Limits(cpuMilliseconds: 300),
      termination: .limit(.cpuTime)),
    Case(
      name: "wall time", script: "attacks stop-itself", limits: Limits(wallMilliseconds: 300),
      termination: .limit(.wallTime)),
    Case(
      name: "scratch", script: "cat /dev/zero > /tmp/x", limits: Limits(scratchBytes: 1 << 20),
      termination: .limit(.scratch)),
    Case(
      name: "daemon", script: "attacks leave-daemon", termination: .exited(code: 0),
      output: "main is done\n"),
    Case(
      name: "kill everybody", script: "attacks kill-all", termination: .exited(code: 0),
      output: "still here\n"),
    Case(
      name: "descriptors", script: "attacks scan-descriptors", termination: .exited(code: 0),
      output: ""),
    Case(
      name: "sockets", script: "attacks open-sockets", termination: .exited(code: 0), output: ""),
    Case(name: "32-bit calls", script: "exec attacks call-as-i386", termination: .signalled(31)),
    Case(
      name: "namespaces", script: "attacks call unshare-user", termination: .exited(code: 0),
      output: "EPERM\n"),
  ]

  /// Runs the cases with every layer required, and tells of each whether it passed.
  func probe() async throws {
    let sandbox = try makeSandbox()
    let versions = try ControlGroupHierarchy.mounted().map { "\($0.version)" }
    CurrentProcess.printOutput("hierarchies: \(versions.joined(separator: " "))\n")
    for test in Self.cases {
      let specification = ExecutionSpecification(
        layers: [layer], command: ["/bin/sh", "-c", test.script], limits: test.limits)
      do throws(SandboxError) {
        let outcome = try await sandbox.run(specification, collecting: Self.ignore)
        let output = String(decoding: outcome.stdout, as: UTF8.self)
        let passed =
          outcome.termination == test.termination && output == test.output ?? output
        Self.report(test.name, passed ? nil : "\(outcome.termination) \(output)")
      } catch {
        Self.report(test.name, error.description)
      }
    }
    sandbox.close()
    CurrentProcess.printOutput("probe is done, \(Self.cases.count) cases\n")
  }

  static func report(_ name: String, _ complaint: String?) {
    CurrentProcess.printOutput(complaint.map { "FAIL \(name): \($0)\n" } ?? "PASS \(name)\n")
  }
}
