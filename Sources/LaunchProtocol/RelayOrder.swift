/// Asks a launcher that has made no cell to become the relay of one job's network.
///
/// Descriptors with the message: a listening socket for each end point of the plan, then
/// `groupEntries` files in which a process writes itself into a control group of the job. The relay
/// ends, with a `RelayReport`, when the other end of its socket stops writing.
package struct RelayOrder: Equatable, Sendable {
  package let network: NetworkPlan
  /// User and group that the relay becomes.
  package let user: UInt32
  package let group: UInt32
  package let groupEntries: UInt8
  /// Instructions of the system call filter that it serves under, 8 bytes each.
  package let filter: [UInt8]

  package init(
    network: NetworkPlan, user: UInt32, group: UInt32, groupEntries: UInt8, filter: [UInt8]
  ) {
    self.network = network
    self.user = user
    self.group = group
    self.groupEntries = groupEntries
    self.filter = filter
  }
}

extension RelayOrder {
  func encode(into writer: inout WireWriter) {
    network.encode(into: &writer)
    writer.write(user)
    writer.write(group)
    writer.write(groupEntries)
    writer.write(filter)
  }

  init(from reader: inout WireReader) throws(WireError) {
    network = try NetworkPlan(from: &reader)
    user = try reader.number(UInt32.self)
    group = try reader.number(UInt32.self)
    groupEntries = try reader.number(UInt8.self)
    filter = try reader.raw("filter", limit: WireLimits.filter)
  }
}
