extension SystemCallPolicy {
  /// The same policy for a job with a network: TCP sockets of both Internet families besides Unix
  /// ones. Datagrams, raw sockets and every other family and protocol stay closed.
  package var withStreamSockets: SystemCallPolicy {
    withoutCondition(on: "socket").adding(SystemCallPolicy.sockets(unixRefusal: nil))
  }

  /// What the relay of a job does: it copies bytes between connections that it accepts and makes.
  package static let relay = SystemCallPolicy(
    permissions: [
      Permission(
        "connections",
        """
        accept4 connect getsockopt setsockopt read sendto shutdown close epoll_ctl epoll_wait \
        epoll_pwait
        """),
      Permission("its last word", "sendmsg write exit exit_group"),
      Permission(
        "the language's runtime",
        """
        brk clock_gettime futex getpid getrandom gettid madvise mmap mprotect mremap munmap \
        restart_syscall rt_sigprocmask rt_sigreturn sched_yield tgkill
        """),
    ], conditions: [], refused: "", rules: sockets(unixRefusal: ErrorNumber.addressFamily))

  /// What is done with each kind of socket.
  private static func sockets(unixRefusal: Int32?) -> [Rule] {
    [Rule(call: "socket", comparisons: [(0, .isEqual(1))], refusal: unixRefusal)]
      + [2, 10].flatMap { rules(ofFamily: $0, stream) }
      + [0, 3, 4, 5, 6, 7, 8, 9].map {
        Rule(
          call: "socket", comparisons: [(0, .isEqual($0))], refusal: ErrorNumber.addressFamily)
      } + [
        Rule(
          call: "socket", comparisons: [(0, .isGreater(10))], refusal: ErrorNumber.addressFamily)
      ]
  }

  /// `SOCK_STREAM`
  private static let stream: UInt64 = 1
  /// The bits of a socket's type besides `SOCK_CLOEXEC` and `SOCK_NONBLOCK`.
  private static let typeMask: UInt64 = 0xF
  /// `IPPROTO_TCP`
  private static let tcp: UInt64 = 6

  private static func rules(ofFamily family: UInt64, _ kind: UInt64) -> [Rule] {
    let isFamily = (argument: UInt32(0), comparison: Rule.Comparison.isEqual(family))
    let isStream = (
      argument: UInt32(1), comparison: Rule.Comparison.hasBits(kind, of: typeMask)
    )
    let allowed = [0, tcp].map {
      Rule(call: "socket", comparisons: [isFamily, isStream, (2, .isEqual($0))], refusal: nil)
    }
    // SCTP and multipath TCP are streams, too.
    let protocols =
      (1..<tcp).map { Rule.Comparison.isEqual($0) } + [Rule.Comparison.isGreater(tcp)]
    let otherProtocols = protocols.map {
      Rule(
        call: "socket", comparisons: [isFamily, isStream, (2, $0)],
        refusal: ErrorNumber.protocolSupport)
    }
    let otherKinds = (0...typeMask).filter { $0 != kind }.map {
      Rule(
        call: "socket", comparisons: [isFamily, (1, .hasBits($0, of: typeMask))],
        refusal: ErrorNumber.protocolSupport)
    }
    return allowed + otherProtocols + otherKinds
  }
}
