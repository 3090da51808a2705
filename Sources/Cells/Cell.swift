import CLinux
import LaunchProtocol
import Linux

/// The first process of a job's namespaces: prepares them, waits for the job, starts it, reaps
/// what it leaves behind, and reports.
struct Cell: ~Copyable {
  let channel: MessageSocket

  init(channel: consuming MessageSocket) {
    self.channel = channel
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
  ) throws(SetupFailure) -> PreparedMounts {
    try attempt(.startCell) { () throws(SystemError) in
      try CurrentProcess.closeDescriptors(
        from: 3, except: [channel.descriptor.rawValue, gate.rawValue] + taskFiles.rawValues)
      guard try gate.readAll(limit: 1) == [1] else {
        throw SystemError("read", "gate", code: EPIPE)
      }
    }
    try attempt(.joinControlGroup) { () throws(SystemError) in
      for index in 0..<taskFiles.count {
        try taskFiles.take(index)?.writeAll([UInt8(ascii: "0")])
      }
    }
    try attempt(.privateMounts) { () throws(SystemError) in try makeMountsPrivate() }
    try attempt(.becomeJobUser) { () throws(SystemError) in
      try Privileges.become(user: CellRequest.jobUser, group: CellRequest.jobUser)
      // Only now: a change of user makes the kernel forget both.
      try CurrentProcess.dieWithParent()
      try CurrentProcess.hideMemory()
    }
    try attempt(.cgroupNamespace) { () throws(SystemError) in try Namespaces.cgroups.enter() }
    try attempt(.hostname) { () throws(SystemError) in try CurrentProcess.setHostname("assay") }
    try attempt(.keyring) { () throws(SystemError) in try CurrentProcess.startKeyring() }
    try attempt(.boundingSet) { () throws(SystemError) in try Privileges.emptyBoundingSet() }
    return try PreparedMounts.make()
  }

  /// Waits for what the job's surroundings are to be, makes them, and leaves the rest to the job.
  private func serve(_ mounts: borrowing PreparedMounts) throws(SetupFailure) {
    guard var message = try CellCommand.receive(from: channel) else { return }
    switch message.command {
    case .furnish(let furnishing):
      try run(in: try Home.build(furnishing, mounts, &message.descriptors))
    case .kill, .terminate: return
    case .launch: throw .outOfOrder
    }
  }
}
