import Linux
import Sandbox

extension Bystander {
  private struct Case {
    let name: String
    let script: String
    var network = Network.allow(allowed)
    var limits = Limits()
    var output: String?
    var termination = Termination.exited(code: 0)
    var bytesSent: UInt64?
  }

  /// `tcp://` addresses as job files have them.
  private static func endpoint(_ text: String, _ port: UInt16) -> InternetEndpoint {
    InternetEndpoint(InternetAddress(text) ?? .unspecified, port: port)
  }

  /// What jobs may reach: a server, another by IPv6, a port where nobody listens, and an address to
  /// which there is no way.
  private static let allowed = [
    endpoint("203.0.113.5", 443), endpoint("2001:db8::5", 8443), endpoint("203.0.113.5", 9),
    endpoint("198.51.100.1", 443),
  ]
  /// Servers of the host that no job may reach.
  private static let forbidden = [
    endpoint("203.0.113.5", 80), endpoint("203.0.113.6", 443), endpoint("169.254.169.254", 80),
    endpoint("127.0.0.1", 4000), endpoint("127.0.0.53", 53), endpoint("2001:db8::5", 443),
    endpoint("::1", 4000), endpoint("fd00:ec2::254", 80),
  ]

  /// Every spelling of what is forbidden.
  private static let vainCalls =
    """
    attacks call-in-vain 203.0.113.5 80 203.0.113.6 443 169.254.169.254 80 127.0.0.1 4000 \
    127.0.0.53 53 0.0.0.0 4000 127.1.2.3 4000 2001:db8::5 443 ::1 4000 :: 4000 fd00:ec2::254 80 \
    ::ffff:127.0.0.1 4000 ::ffff:169.254.169.254 80 ::ffff:203.0.113.5 80 ::ffff:0.0.0.0 4000 \
    ::203.0.113.5 80 64:ff9b::203.0.113.5 80 2002:cb00:7105::1 80 255.255.255.255 80 224.0.0.1 80 \
    8.8.8.8 53 ff02::1 80 fe80::1 80
    """

  private static let cases = [
    Case(
      name: "an allowed server", script: "attacks call-tcp 203.0.113.5 443 hello",
      output: "heard 5 hello\n", bytesSent: 5),
    Case(
      name: "another by IPv6", script: "attacks call-tcp 2001:db8::5 8443 hello",
      output: "heard 5 hello\n"),
    Case(
      name: "the same address inside IPv6",
      script: "attacks call-tcp ::ffff:203.0.113.5 443 hello", output: "heard 5 hello\n"),
    Case(
      name: "many bytes", script: "attacks pour 203.0.113.5 443 8",
      output: "heard 8388608\n", bytesSent: 8 << 20),
    Case(
      name: "nobody listens", script: "attacks call-tcp 203.0.113.5 9 hello",
      output: "ECONNRESET\n", bytesSent: 0),
    Case(
      name: "no way", script: "attacks call-tcp 198.51.100.1 443 hello",
      output: "ECONNRESET\n", bytesSent: 0),
    Case(name: "everything else", script: vainCalls, output: "", bytesSent: 0),
    Case(
      name: "everything else, from a loopback", script: vainCalls, network: .loopback,
      output: ""),
    Case(name: "other sockets", script: "attacks open-other-sockets", output: ""),
    Case(
      name: "other sockets, on a loopback", script: "attacks open-other-sockets",
      network: .loopback, output: ""),
    Case(
      name: "any socket, without a network", script: "attacks open-sockets", network: .none,
      output: ""),
    Case(
      name: "names", script: "busybox nslookup example.org 127.0.0.53 >/dev/null 2>&1 || echo none",
      output: "none\n"),
    Case(
      name: "a name of the host", script: "attacks call-abstract assay-sibling",
      output: "ECONNREFUSED\n"),
    Case(
      name: "another interface",
      script: "busybox ip link add x type dummy || busybox ifconfig lo 10.0.0.1 || echo refused",
      output: "refused\n"),
    Case(
      name: "two processes", script: "attacks talk 127.0.0.1", network: .loopback,
      output: "hello\n"),
    Case(
      name: "two processes by IPv6", script: "attacks talk ::1", network: .loopback,
      output: "hello\n"),
    Case(
      name: "thousands of connections", script: "attacks call-often 203.0.113.5 443 5000",
      limits: Limits(openFiles: 8192), output: "done\n"),
    Case(
      name: "half-open to nobody", script: "attacks call-often 203.0.113.5 9 100",
      output: "done\n"),
    Case(
      name: "left behind", script: "attacks leave-connection 203.0.113.5 443",
      output: "main is done\n"),
    Case(
      name: "hanging until time is up",
      script: "attacks leave-connection 203.0.113.5 443; sleep 1000",
      // Enough for the first command even where a processor is emulated and busy.
      limits: Limits(wallMilliseconds: 3000), output: "main is done\n",
      termination: .limit(.wallTime)),
    Case(
      name: "an allowed server, after all that",
      script: "attacks call-tcp 203.0.113.5 443 hello", output: "heard 5 hello\n"),
  ]

  /// Runs the cases on a host whose loopback has all those addresses, and tells of each whether it
  /// passed.
  func network() async throws {
    let servers = try (Self.allowed.prefix(2) + Self.forbidden).map { ($0, try EchoServer(at: $0)) }
    let sandbox = try makeSandbox()
    for test in Self.cases {
      let specification = specification(
        test.script, limits: test.limits, network: test.network)
      do throws(SandboxError) {
        let outcome = try await sandbox.run(specification, collecting: Self.ignore)
        let output = String(decoding: outcome.stdout, as: UTF8.self)
        let sent = outcome.usage.networkBytesSent
        let passed =
          outcome.termination == test.termination && output == test.output ?? output
          && sent == test.bytesSent ?? sent
        Self.report(
          test.name,
          passed
            ? nil
            : "\(outcome.termination) \(output) \(String(decoding: outcome.stderr, as: UTF8.self))"
              + "\(sent) bytes sent")
      } catch {
        Self.report(test.name, error.description)
      }
    }
    for (endpoint, server) in servers where Self.forbidden.contains(endpoint) {
      Self.report("no call to \(endpoint)", server.callCount == 0 ? nil : "\(server.callCount)")
    }
    try await loseRelay(in: sandbox)
    sandbox.close()
    let left = try HostState.descendants(of: CurrentProcess.identifier)
    Self.report("nothing left", left.isEmpty ? nil : "\(left)")
    CurrentProcess.printOutput("network is done, \(Self.cases.count + Self.forbidden.count + 2)\n")
  }

  /// Kills the relay under a job: that is reported at once.
  private func loseRelay(in sandbox: Sandbox) async throws {
    let before = Set(try HostState.children(of: CurrentProcess.identifier))
    let specification = specification("sleep 1000", network: .allow(Self.allowed))
    let job = Task { try await sandbox.run(specification, collecting: Self.ignore) }
    var relay: Int32?
    while relay == nil {
      try await Task.sleep(for: .milliseconds(20))
      relay = try HostState.children(of: CurrentProcess.identifier).first { !before.contains($0) }
    }
    if let relay { Signals.kill(relay) }
    do {
      Self.report("a lost relay", "\(try await job.value.termination)")
    } catch let error as SandboxError {
      Self.report("a lost relay", error.code == .networkLost ? nil : error.description)
    }
  }
}
