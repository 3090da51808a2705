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
    func rule(_ refusal: Int32?, _ comparisons: Rule.Comparison...) -> Rule {
      Rule(
        call: "socket",
        comparisons: comparisons.enumerated().map { (UInt32($0.offset), $0.element) },
        refusal: refusal)
    }
    // AF_INET and AF_INET6
    let internet = Rule.Comparison.isOneOf([2, 10])
    return [
      rule(unixRefusal, .isOneOf([1])),
      // SCTP and multipath TCP are streams, too.
      rule(nil, internet, .hasBits(stream, of: typeMask), .isOneOf([0, tcp])),
      rule(ErrorNumber.protocolSupport, internet),
      rule(ErrorNumber.addressFamily),
    ]
  }

  /// `SOCK_STREAM`
  private static let stream: UInt64 = 1
  /// The bits of a socket's type besides `SOCK_CLOEXEC` and `SOCK_NONBLOCK`.
  private static let typeMask: UInt64 = 0xF
  /// `IPPROTO_TCP`
  private static let tcp: UInt64 = 6
}
