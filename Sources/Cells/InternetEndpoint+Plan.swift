package import LaunchProtocol
package import Linux

extension InternetEndpoint {
  /// The same end point as the kernel's calls want it.
  package init(_ endpoint: NetworkPlan.Endpoint) {
    // The plan's reader accepts 4 and 16 bytes only; nothing listens on the address of nowhere.
    let address = InternetAddress(bytes: endpoint.address)
    self.init(address ?? InternetAddress.unspecified, port: endpoint.port)
  }
}
