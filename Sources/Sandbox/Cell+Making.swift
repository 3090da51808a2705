import LaunchProtocol
import Linux

extension Cell {
  /// What it takes to make a cell: the cell as the supervisor sees it, what to ask for, and, in
  /// `descriptors`, what goes with that.
  static func plan(
    _ number: UInt64, on host: Host, boundingDevices: Bool,
    _ descriptors: inout DescriptorList
  ) throws(SystemError) -> (cell: Cell, request: CellRequest) {
    let channel = try MessageSocket.pair(farEndTo: &descriptors)
    let group = try host.makeGroup(for: number, boundingDevices: boundingDevices)
    let entry = try Self.enter(group, &descriptors)
    let identity = host.identity(of: number)
    return (
      Cell(identifier: number, channel: channel, group: group),
      CellRequest(hostUser: identity.user, hostGroup: identity.group, entry: entry)
    )
  }

  /// Adds to `descriptors` what a process needs to get into `group`.
  private static func enter(
    _ group: borrowing ControlGroup?, _ descriptors: inout DescriptorList
  ) throws(SystemError) -> CellRequest.ControlGroupEntry {
    switch group {
    case .none: return .none
    case .some(let group):
      var entries = try group.entries()
      for index in 0..<entries.count {
        if let entry = entries.take(index) { descriptors.append(entry) }
      }
      return group.version == .two ? .directory : .taskFiles(UInt8(entries.count))
    }
  }
}
