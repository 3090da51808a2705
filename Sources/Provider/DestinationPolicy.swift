import Exchange
import Jobs
import Linux

/// Which of the addresses that jobs name a provider connects to.
///
/// What a provider can reach is more than what a stranger can: its own network, services that listen
/// to its own machine only. A job must not borrow that.
package enum DestinationPolicy: Sendable {
  /// Addresses of the Internet that are not this host's own.
  case internetOnly
  /// Also this host and private networks.
  case everywhere

  /// Refuses a job that wants more.
  func check(_ network: Network) throws(ProviderFailure) {
    guard self == .internetOnly, case .allow(let endpoints) = network else { return }
    for (index, endpoint) in endpoints.enumerated() {
      let address = endpoint.address
      if address.reach != .everywhere || address.belongsToThisHost {
        throw ProviderFailure(
          .invalidJob,
          "network.allow[\(index)].address: \(address) is an address of this provider's host or of"
            + " a private network, which it lets jobs reach with --internal-addresses only")
      }
    }
  }
}
