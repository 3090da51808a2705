import CLinux
import LaunchProtocol
import Linux

/// The first process of a job's namespaces: prepares them, waits for the job, starts it, reaps
/// what it leaves behind, and reports.
struct Cell: ~Copyable {
  let channel: MessageSocket
  /// A pidfd of the process that has made the cell, with which it has to end: the launcher, or a keeper,
  /// which ends with that.
  let launcher: FileDescriptor
  private let hasDeviceTree: Bool

  init(
    channel: consuming MessageSocket, launcher: consuming FileDescriptor, hasDeviceTree: Bool
  ) {
    self.hasDeviceTree = hasDeviceTree
    self.channel = channel
    self.launcher = launcher
  }

  /// The whole life of the process.
  ///
  /// - Parameters:
  ///   - gate: readable once the launcher has mapped our user; closed if it could not.
  ///   - entry: how it gets into its control groups; `taskFiles` are for that.
  consuming func live(
    gate: consuming FileDescriptor, entry: CellRequest.ControlGroupEntry,
    taskFiles: consuming DescriptorList
  ) -> Never {
    do throws(SetupFailure) {
      try serve(try prepare(gate: gate, entry: entry, taskFiles: taskFiles))
    } catch {
      report(error)
    }
    CurrentProcess.exit(0)
  }

  /// The whole life of a process that a keeper has started, in that one's memory and user namespace.
  ///
  /// - Parameters:
  ///   - offsets: where the clocks of the job are set.
  ///   - sockets: of the keeper's network.
  ///   - taskFiles: `tasks` files of the job's version 1 control groups.
  /// - Returns: whether the memory is as a process that nobody has disturbed leaves it, and the network as
  ///   if there had been no job.
  consuming func live(
    inKeeper offsets: consuming FileDescriptor, sockets: consuming SocketCount,
    taskFiles: consuming DescriptorList
  ) -> Bool {
    do throws(SetupFailure) {
      return try serve(try prepare(inKeeper: offsets, sockets: sockets, taskFiles: taskFiles))
    } catch {
      report(error)
      return false
    }
  }

  private func report(_ failure: SetupFailure) {
    // Nobody is left to be told if this fails.
    try? channel.send(CellReport.failed(failure).encoded)
  }

  /// All that can be done before it is known which job will come.
  private func prepare(
    gate: consuming FileDescriptor, entry: CellRequest.ControlGroupEntry,
    taskFiles: consuming DescriptorList
  ) throws(SetupFailure) -> Preparation {
    try beginAlone(with: taskFiles, and: [gate.rawValue])
    try enter(taskFiles)
    try attempt(.privateMounts) { () throws(SystemError) in try makeMountsPrivate() }
    let transfer = ChildrenTransfer()
    let sockets = try countSockets(for: entry)
    let time = try attempt(.timeNamespace) { () throws(SystemError) in try TimeNamespace() }
    try attempt(.startCell) { () throws(SystemError) in
      // Only from here on does it matter who we are. Whatever kept the launcher from opening it, it
      // has told, or it is gone.
      if try gate.readAll(limit: 1) != [1] { CurrentProcess.exit(0) }
    }
    try attempt(.becomeJobUser) { () throws(SystemError) in
      try Privileges.become(user: CellRequest.jobUser, group: CellRequest.jobUser)
      // Only now: a change of user makes the kernel forget both.
      try hideAndDieWithParent()
    }
    try attempt(.hostname) { () throws(SystemError) in try CurrentProcess.setHostname("assay") }
    try attempt(.boundingSet) { () throws(SystemError) in try Privileges.emptyBoundingSet() }
    return try complete(.namespace(time), transfer, sockets, isToldToEnter: entry == .command)
  }

  /// - Returns: nil in a cell that waits for its control groups: it is the only one of its program, which
  ///   uses nothing again.
  private func countSockets(
    for entry: CellRequest.ControlGroupEntry
  ) throws(SetupFailure) -> SocketCount? {
    if entry == .command { return nil }
    return try attempt(.startCell) { () throws(SystemError) in try SocketCount() }
  }

  /// The same in a keeper, which has done once what its cells inherit: our user, private mounts, the
  /// host name, an empty bounding set.
  private func prepare(
    inKeeper offsets: consuming FileDescriptor, sockets: consuming SocketCount,
    taskFiles: consuming DescriptorList
  ) throws(SetupFailure) -> Preparation {
    try attempt(.startCell) { () throws(SystemError) in
      let handle = try CurrentProcess.handle()
      try channel.send(CellReport.created.encoded, descriptors: [handle.rawValue])
    }
    try beginAlone(with: taskFiles, and: [offsets.rawValue, sockets.number])
    try enter(taskFiles)
    let transfer = ChildrenTransfer()
    try attempt(.becomeJobUser) { () throws(SystemError) in try hideAndDieWithParent() }
    return try complete(.offsets(offsets), transfer, sockets, isToldToEnter: false)
  }

  /// Gives up what the process was started with.
  private func beginAlone(
    with taskFiles: borrowing DescriptorList, and others: [Int32]
  ) throws(SetupFailure) {
    try attempt(.startCell) { () throws(SystemError) in
      try CurrentProcess.closeDescriptors(
        from: 3,
        except: [channel.descriptor.rawValue, launcher.rawValue] + others + taskFiles.rawValues)
    }
  }

  private func enter(_ taskFiles: consuming DescriptorList) throws(SetupFailure) {
    try attempt(.joinControlGroup) { () throws(SystemError) in
      for index in 0..<taskFiles.count {
        try taskFiles.take(index)?.writeAll([UInt8(ascii: "0")])
      }
    }
  }

  private func hideAndDieWithParent() throws(SystemError) {
    try CurrentProcess.dieWithParent()
    try CurrentProcess.hideMemory()
    // A launcher that was gone before it could be said that we die with it does not end us.
    if try Readiness.isReady(launcher) { CurrentProcess.exit(1) }
  }

  private func complete(
    _ clocks: consuming PreparedClocks, _ transfer: consuming ChildrenTransfer?,
    _ sockets: consuming SocketCount?, isToldToEnter: Bool
  ) throws(SetupFailure) -> Preparation {
    try attempt(.keyring) { () throws(SystemError) in try CurrentProcess.startKeyring() }
    let mounts = try PreparedMounts.make(hasDeviceTree: hasDeviceTree)
    if isToldToEnter { try enterWhenTold() }
    // Its root is the group in which the process is now.
    try attempt(.cgroupNamespace) { () throws(SystemError) in try Namespaces.cgroups.enter() }
    return Preparation(mounts: mounts, clocks: clocks, transfer: transfer, sockets: sockets)
  }

  /// Waits for the control groups, if they were not there before the process was.
  private func enterWhenTold() throws(SetupFailure) {
    guard let message = try CellCommand.receive(from: channel, launcher) else {
      CurrentProcess.exit(0)
    }
    switch message.command {
    case .enter: try enter(message.descriptors)
    case .kill, .terminate: CurrentProcess.exit(0)
    case .furnish, .launch: throw .outOfOrder
    }
  }

  /// Waits for what the job's surroundings are to be, makes them, and leaves the rest to the job.
  ///
  /// - Returns: as `live(inKeeper:taskFiles:)`.
  @discardableResult
  private func serve(_ preparation: borrowing Preparation) throws(SetupFailure) -> Bool {
    guard var message = try CellCommand.receive(from: channel, launcher) else { return true }
    switch message.command {
    case .furnish(let furnishing):
      let home = try Home.build(furnishing, preparation.mounts, &message.descriptors)
      return try run(in: home, preparation)
    case .kill, .terminate: return true
    case .enter, .launch: throw .outOfOrder
    }
  }
}
