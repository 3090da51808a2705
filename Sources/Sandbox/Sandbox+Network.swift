import LaunchProtocol
import Linux

extension Sandbox {
  /// Starts what connects on behalf of a job; nil for one that reaches nothing outside.
  func relay(
    for specification: ExecutionSpecification, in cell: Cell
  ) throws(SandboxError) -> NetworkRelay? {
    guard case .allow = specification.network, let plan = specification.networkPlan else {
      return nil
    }
    do throws(SystemError) {
      let entries = try cell.group?.writableEntries() ?? DescriptorList()
      // The cell's own user: what happens here is on the job's account.
      let identity = host.identity(of: cell.berth)
      let order = RelayOrder(
        network: plan, user: identity.user, group: identity.group,
        groupEntries: UInt8(entries.count), filter: try furnisher.filters.relayFilter())
      return try NetworkRelay(launcher: launcherPath, order, groupEntries: entries)
    } catch {
      throw .system("cannot start the relay of the job's network", error)
    }
  }
}

extension ExecutionSpecification {
  /// What its cell is told; nil for a job without any network.
  var networkPlan: NetworkPlan? {
    guard network != .none else { return nil }
    return NetworkPlan(
      endpoints: network.endpoints.map { .init(address: $0.address.bytes, port: $0.port) })
  }
}
