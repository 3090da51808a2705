import LaunchProtocol
import Linux

/// The network namespace that a cell makes for a job that asks for one: its loopback interface, and
/// on that the addresses which the job may reach.
///
/// The cell owns it and may configure it; the job, which has no capability, may not.
enum OwnNetwork {
  /// Connections that wait at each address until they are accepted outside.
  private static let backlog: Int32 = 64

  /// Moves this process into a new namespace and furnishes it.
  ///
  /// - Returns: a listening socket for each end point of `plan`.
  static func enter(_ plan: NetworkPlan) throws(SetupFailure) -> DescriptorList {
    try attempt(.network) { () throws(SystemError) in
      try Namespaces.network.enter()
      try Loopback.switchOn()
      var listeners = DescriptorList()
      for endpoint in plan.endpoints.map(InternetEndpoint.init) {
        try Loopback.add(endpoint.address)
        listeners.append(try FileDescriptor.listen(at: endpoint, backlog: backlog))
      }
      return listeners
    }
  }
}
