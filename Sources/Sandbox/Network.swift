package import Linux

/// What a job can reach by TCP.
package enum Network: Sendable, Hashable {
  /// Nothing: there is no interface, and no socket but Unix ones.
  case none
  /// Its own processes, over a loopback interface of its own.
  case loopback
  /// These ports of these addresses, which the host connects to on its behalf, and nothing else. It
  /// can listen nowhere.
  case allow([InternetEndpoint])

  /// How many end points may be allowed.
  package static let endpointLimit = 16

  /// Where connections lead.
  var endpoints: [InternetEndpoint] {
    if case .allow(let endpoints) = self { endpoints } else { [] }
  }
}

extension Network: CustomStringConvertible {
  /// `none`, `loopback`, or `tcp 192.0.2.1:443 tcp …`.
  package var description: String {
    switch self {
    case .none: "none"
    case .loopback: "loopback"
    case .allow(let endpoints): endpoints.map { "tcp \($0)" }.joined(separator: " ")
    }
  }
}
