extension SystemCallPolicy {
  /// The same policy for a job with a network: TCP sockets of both Internet families besides Unix
  /// ones. Datagrams, raw sockets and every other family and protocol stay closed.
  package var withStreamSockets: SystemCallPolicy {
    let stream = SystemCallPolicy.stream
    let rules =
      [Rule(call: "socket", comparisons: [(0, .isEqual(1))], refusal: nil)]
      + [2, 10].flatMap { SystemCallPolicy.rules(ofFamily: $0, stream) }
      + [0, 3, 4, 5, 6, 7, 8, 9].map {
        Rule(
          call: "socket", comparisons: [(0, .isEqual($0))], refusal: ErrorNumber.addressFamily)
      } + [
        Rule(
          call: "socket", comparisons: [(0, .isGreater(10))], refusal: ErrorNumber.addressFamily)
      ]
    return withoutCondition(on: "socket").adding(rules)
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
