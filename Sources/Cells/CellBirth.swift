import CLinux
package import LaunchProtocol
package import Linux

/// The making of one cell: a copy of the running process, which must have a single thread, in new
/// namespaces; it waits at a gate until its users are mapped.
package struct CellBirth: ~Copyable {
  private static let namespaces: Namespaces = [.user, .processes, .mounts, .ipc, .hostname]

  private let request: CellRequest
  /// What the cell needs to enter its control groups, from position 1 on.
  private let groups: DescriptorList
  /// The number of a pidfd of this process.
  private let launcher: Int32
  /// Whether the cell gets a network namespace that is made with it, instead of the one that this
  /// process is in.
  private let makesNetwork: Bool
  private let hasDeviceTree: Bool

  /// - Parameters:
  ///   - descriptors: those of the request, its channel already taken out.
  ///   - launcher: the number of a pidfd of this process, with which the cell ends.
  ///   - hasDeviceTree: whether this process's `/dev` is a `DeviceTree`.
  ///   - keepsTimes: whether the cell tells when it took which step.
  package init(
    _ request: CellRequest, _ descriptors: consuming DescriptorList, launcher: Int32,
    makesNetwork: Bool, hasDeviceTree: Bool, keepsTimes: Bool = true
  ) {
    if !keepsTimes { StepClock.turnOff() }
    self.hasDeviceTree = hasDeviceTree
    self.request = request
    self.launcher = launcher
    self.makesNetwork = makesNetwork
    groups = descriptors
  }

  /// Creates the cell and tells the supervisor over `channel` how it went.
  ///
  /// - Returns: the number of the new process, a child of this one; nil if there is none.
  package consuming func create(_ channel: consuming MessageSocket) -> Int32? {
    StepClock.restart()
    do throws(SetupFailure) {
      let gate = try attempt(.createProcess) { () throws(SystemError) in try Pipe() }
      switch try fork() {
      case .child:
        Cell(
          channel: channel, launcher: FileDescriptor(adopting: launcher),
          hasDeviceTree: hasDeviceTree
        ).live(gate: gate.takeReading(), entry: request.entry, taskFiles: takeTaskFiles())
      case .parent(let process, let handle):
        open(gate.writing, for: process, handle, channel)
        return process
      }
    } catch {
      Self.report(error, over: channel)
      return nil
    }
  }

  private func fork() throws(SetupFailure) -> Forked {
    try attempt(.createProcess) { () throws(SystemError) in
      guard request.descriptorCount == groups.count else {
        throw SystemError("clone3", "\(groups.count) descriptors", code: EBADMSG)
      }
      return try Self.namespaces.union(makesNetwork ? .network : []).fork(
        into: request.entry == .directory ? groups.rawValues[1] : nil)
    }
  }

  private consuming func takeTaskFiles() -> DescriptorList {
    if case .taskFiles = request.entry { groups } else { DescriptorList() }
  }

  /// Lets the new process begin.
  private func open(
    _ gate: borrowing FileDescriptor, for process: Int32, _ handle: borrowing FileDescriptor,
    _ channel: borrowing MessageSocket
  ) {
    do throws(SetupFailure) {
      try attempt(.mapUsers) { () throws(SystemError) in
        try JobUser.map(process, toUser: request.hostUser, group: request.hostGroup)
      }
      try attempt(.startCell) { () throws(SystemError) in
        try channel.send(CellReport.created.encoded, descriptors: [handle.rawValue])
        try gate.writeAll([1])
      }
    } catch {
      // It is still at the gate and ends when that closes without a word.
      Self.report(error, over: channel)
    }
  }

  static func report(_ failure: SetupFailure, over channel: borrowing MessageSocket) {
    // A supervisor that is gone needs no report; the next read of the launcher will tell.
    try? channel.send(CellReport.failed(failure).encoded)
  }
}
