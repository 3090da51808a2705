import Linux
import TestSupport
import Testing

/// Jobs with a network, on a host that is a network namespace of its own: servers that a job may
/// reach, and others, really listening, that must never hear of it.
@Suite struct NetworkTests {
  let arena: Arena

  init() throws {
    arena = try Arena.shared.get()
  }

  /// Of `bystander network`.
  static let caseCount = 31

  /// Makes the loopback of a network namespace a small Internet with a cloud's secrets in it, then
  /// becomes what its arguments say.
  static let preparation = """
    busybox ip link set lo up
    echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
    for address in 203.0.113.5/32 203.0.113.6/32 169.254.169.254/32 2001:db8::5/128 \
      fd00:ec2::254/128
    do busybox ip address add $address dev lo; done
    # The kernel looks later, when it has time, whether addresses are others' already (flag 0x40).
    for turn in $(busybox seq 1000)
    do
      busybox grep -q ' [4-7c-f][0-9a-f] *lo$' /proc/net/if_inet6 || break
      busybox sleep 0.01
    done
    exec "$@"

    """

  /// An ordinary user makes the namespace as the root of a user namespace, and is nobody special in
  /// another one below that.
  private static let surroundings: [String] =
    Privileges.user == 0 ? ["--net"] : ["--user", "--map-root-user", "--net"]
  private static let disguise: [String] =
    Privileges.user == 0 ? [] : ["unshare", "--user", "--map-user=1000", "--map-group=1000"]

  @Test("23: A job reaches what its list allows, and nothing else")
  func allowList() throws {
    let answer = try Program(at: "unshare").run(
      Self.surroundings + ["/bin/sh", "-c", Self.preparation, "sh"]
        + Self.disguise + [
          try Program(named: "bystander").path, "network",
          try Program(named: "assay-launcher").path, arena.layer,
          "\(arena.directory)/bystander-network",
        ])
    let lines = answer.standardOutput.split(separator: "\n")
    #expect(lines.last == "network is done, \(Self.caseCount)", "\(answer)")
    #expect(lines.filter { $0.hasPrefix("PASS ") }.count == Self.caseCount)
    #expect(lines.filter { !$0.hasPrefix("PASS ") }.count == 1, "\(answer.standardOutput)")
  }
}
