import CLinux
import LaunchProtocol
import Linux

/// The first process of a job's namespaces: prepares them, waits for the job, starts it, reaps
/// what it leaves behind, and reports.
struct Cell: ~Copyable {
  let channel: MessageSocket
  /// A pidfd of the launcher, with which the cell has to end.
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
  ///   - taskFiles: `tasks` files of the job's version 1 control groups.
  consuming func live(gate: consuming FileDescriptor, taskFiles: consuming DescriptorList) -> Never
  {
    do throws(SetupFailure) {
      try serve(try prepare(gate: gate, taskFiles: taskFiles))
    } catch {
      // Nobody is left to be told if this fails.
      try? channel.send(CellReport.failed(error).encoded)
    }
    CurrentProcess.exit(0)
  }

  /// All that can be done before it is known which job will come.
  private func prepare(
    gate: consuming FileDescriptor, taskFiles: consuming DescriptorList
  ) throws(SetupFailure) -> Preparation {
    try attempt(.startCell) { () throws(SystemError) in
      try CurrentProcess.closeDescriptors(
        from: 3,
        except: [channel.descriptor.rawValue, launcher.rawValue, gate.rawValue]
          + taskFiles.rawValues)
    }
    try attempt(.joinControlGroup) { () throws(SystemError) in
      for index in 0..<taskFiles.count {
        try taskFiles.take(index)?.writeAll([UInt8(ascii: "0")])
      }
    }
    try attempt(.privateMounts) { () throws(SystemError) in try makeMountsPrivate() }
    let transfer = ChildrenTransfer()
    let time = try attempt(.timeNamespace) { () throws(SystemError) in try TimeNamespace() }
    try attempt(.startCell) { () throws(SystemError) in
      // Only from here on does it matter who we are. Whatever kept the launcher from opening it, it
      // has told, or it is gone.
      if try gate.readAll(limit: 1) != [1] { CurrentProcess.exit(0) }
    }
    try attempt(.becomeJobUser) { () throws(SystemError) in
      try Privileges.become(user: CellRequest.jobUser, group: CellRequest.jobUser)
      // Only now: a change of user makes the kernel forget both.
      try CurrentProcess.dieWithParent()
      try CurrentProcess.hideMemory()
      // A launcher that was gone before it could be said that we die with it does not end us.
      if try Readiness.isReady(launcher) { CurrentProcess.exit(0) }
    }
    try attempt(.cgroupNamespace) { () throws(SystemError) in try Namespaces.cgroups.enter() }
    try attempt(.hostname) { () throws(SystemError) in try CurrentProcess.setHostname("assay") }
    try attempt(.keyring) { () throws(SystemError) in try CurrentProcess.startKeyring() }
    try attempt(.boundingSet) { () throws(SystemError) in try Privileges.emptyBoundingSet() }
    return Preparation(
      mounts: try PreparedMounts.make(hasDeviceTree: hasDeviceTree), time: time, transfer: transfer)
  }

  /// Waits for what the job's surroundings are to be, makes them, and leaves the rest to the job.
  private func serve(_ preparation: borrowing Preparation) throws(SetupFailure) {
    guard var message = try CellCommand.receive(from: channel, launcher) else { return }
    switch message.command {
    case .furnish(let furnishing):
      let home = try Home.build(furnishing, preparation.mounts, &message.descriptors)
      try run(in: home, preparation)
    case .kill, .terminate: return
    case .launch: throw .outOfOrder
    }
  }
}
