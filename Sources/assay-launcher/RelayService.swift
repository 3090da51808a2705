import CLinux
import Cells
import LaunchProtocol
import Linux
import Relay

/// The launcher's program as one job's relay: a process of its own, outside the job's namespaces and
/// inside its control groups, without any right but that to connect.
enum RelayService {
  /// Serves until the supervisor stops writing to `socket`, then reports what was carried.
  static func run(
    _ order: RelayOrder, _ given: consuming DescriptorList, _ socket: borrowing MessageSocket
  ) throws(SystemError) {
    var descriptors = given
    let targets = order.network.endpoints.map(InternetEndpoint.init)
    for index in 0..<Int(order.groupEntries) {
      guard let entry = descriptors.take(targets.count + index) else {
        throw .badMessage("order, without its control groups")
      }
      try entry.writeAll([UInt8(ascii: "0")])
    }
    let relay = try Relay(descriptors, targets: targets)
    try confine(order)
    let tally = try relay.run(until: socket.descriptor)
    let report = RelayReport(
      connections: tally.connections, refused: tally.refused, bytesSent: tally.bytesSent,
      bytesReceived: tally.bytesReceived)
    try socket.send(report.encoded)
  }

  /// What the other ends of connections send is only ever copied; should that go wrong all the same,
  /// there is nothing here to gain.
  private static func confine(_ order: RelayOrder) throws(SystemError) {
    if Privileges.user != order.user || Privileges.group != order.group {
      try Privileges.emptyBoundingSet()
      try Privileges.become(user: order.user, group: order.group)
    }
    try Privileges.dropCapabilities()
    try Privileges.refuseNew()
    try CurrentProcess.hideMemory()
    try ResourceLimit.openFiles.set(1024)
    try ResourceLimit.fileBytes.set(0)
    try ResourceLimit.coreBytes.set(1)
    if let version = Landlock.version {
      // Every right on files that the first version knows; nothing is allowed.
      let rules = try Landlock(
        files: (1 << 13) - 1, network: version >= 4 ? 0b01 : 0, scopes: version >= 6 ? 0b11 : 0)
      try Landlock.restrict(rules.descriptor.rawValue)
    }
    let result = unsafe order.filter.withUnsafeBytes { buffer -> Result<Void, SystemError> in
      Result { () throws(SystemError) in unsafe try SystemCallFilter.install(buffer) }
    }
    try result.get()
  }
}
