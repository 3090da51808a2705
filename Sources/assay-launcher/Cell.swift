import CLinux
import LaunchProtocol
import Linux

/// The first process of a job's namespaces: prepares them, waits for the job, starts it, reaps
/// what it leaves behind, and reports.
struct Cell: ~Copyable {
  let channel: MessageSocket
  /// A pidfd of the launcher, with which the cell has to end.
  let launcher: FileDescriptor

  init(channel: consuming MessageSocket, launcher: consuming FileDescriptor) {
    self.channel = channel
    self.launcher = launcher
  }

  /// The whole life of the process, from the gate on.
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
      // Whatever kept the launcher from opening it, it has told, or it is gone.
      if try gate.readAll(limit: 1) != [1] { CurrentProcess.exit(0) }
    }
    try attempt(.joinControlGroup) { () throws(SystemError) in
      for index in 0..<taskFiles.count {
        try taskFiles.take(index)?.writeAll([UInt8(ascii: "0")])
      }
    }
    try attempt(.privateMounts) { () throws(SystemError) in try makeMountsPrivate() }
    let transfer = ChildrenTransfer()
    let time = try attempt(.timeNamespace) { () throws(SystemError) in try TimeNamespace() }
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
    return Preparation(mounts: try PreparedMounts.make(), time: time, transfer: transfer)
  }

  /// Waits for the job's file system, then for its command.
  private func serve(_ preparation: borrowing Preparation) throws(SetupFailure) {
    guard let home = try furnish(preparation.mounts) else { return }
    try launch(in: home, preparation)
  }

  /// - Returns: nil if the supervisor lost interest.
  private func furnish(_ mounts: borrowing PreparedMounts) throws(SetupFailure) -> Home? {
    guard var message = try receive() else { return nil }
    switch try Self.decode(message.bytes) {
    case .furnish(let furnishing):
      return try Home.build(furnishing, mounts, &message.descriptors)
    case .kill, .terminate: return nil
    case .launch: throw Self.outOfOrder
    }
  }

  private func launch(
    in home: consuming Home, _ preparation: borrowing Preparation
  ) throws(SetupFailure) {
    guard let message = try receive() else { return }
    switch try Self.decode(message.bytes) {
    case .launch(let launch): try run(launch, in: home, preparation, message.descriptors)
    case .kill, .terminate: return
    case .furnish: throw Self.outOfOrder
    }
  }

  /// - Returns: nil if the supervisor or the launcher is gone.
  private func receive() throws(SetupFailure) -> MessageSocket.Message? {
    try attempt(.readMessage) { () throws(SystemError) in
      let ready = try Readiness.wait(channel.descriptor.rawValue, launcher.rawValue)
      return ready[1] ? nil : try channel.receive(limit: WireLimits.message)
    }
  }

  private static var outOfOrder: SetupFailure {
    SetupFailure(.readMessage, code: EPROTO, detail: "command out of order")
  }

  private static func decode(_ bytes: [UInt8]) throws(SetupFailure) -> CellCommand {
    do throws(WireError) {
      return try CellCommand(decoding: bytes)
    } catch {
      throw SetupFailure(.readMessage, code: EBADMSG, detail: "\(error)")
    }
  }
}
