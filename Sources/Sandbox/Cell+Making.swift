import LaunchProtocol
import Linux

extension Cell {
  /// What it takes to make a cell in `group`: the cell as the supervisor sees it, and what to ask for.
  ///
  /// - Parameters:
  ///   - isMade: whether the group is there, or the cell has to wait for it.
  ///   - channel: gets the cell's end of its channel. What it needs to get into the group goes with
  ///     the request behind that.
  static func plan(
    _ number: UInt64, berth: UInt32, on host: Host, in group: ControlGroup?, isMade: Bool = true,
    channel: inout DescriptorList
  ) throws(SystemError) -> (cell: Cell, request: CellRequest) {
    let near = try MessageSocket.pair(farEndTo: &channel)
    let identity = host.identity(of: berth)
    let cell = Cell(
      identifier: number, berth: berth, channel: near, stdout: try .output(of: berth, on: host),
      stderr: try .output(of: berth, on: host), group: group)
    return (
      cell,
      CellRequest(
        hostUser: identity.user, hostGroup: identity.group,
        entry: group.map { isMade ? $0.entryKind : .command } ?? .none, berth: berth)
    )
  }
}

extension Pipe {
  /// One that we read without ever waiting, for a job of the user of `berth`.
  fileprivate static func output(of berth: UInt32, on host: Host) throws(SystemError) -> Pipe {
    let pipe = try Pipe()
    try pipe.reading.doNotWait()
    // Else the job could not open it again by `/dev/stdout`.
    if let owner = host.owner(of: berth) {
      try pipe.writing.setOwner(user: owner.user, group: owner.group)
    }
    return pipe
  }
}

extension ControlGroup {
  /// How a cell gets into it.
  fileprivate var entryKind: CellRequest.ControlGroupEntry {
    version == .two ? .directory : .taskFiles(UInt8(entryCount))
  }
}
