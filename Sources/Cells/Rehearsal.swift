import LaunchProtocol
import Linux
import Synchronization

/// Does what every cell will do, once and without effect, in the process that cells are copied
/// from: what Swift's runtime looks up and the allocator asks for at first use, copies then have.
package enum Rehearsal {
  /// Types whose descriptions Swift's runtime puts together when it first needs them.
  private static let types: Mutex<[ObjectIdentifier]> = Mutex([])

  /// - Parameter hasDeviceTree: whether this process's `/dev` is a `DeviceTree`.
  package static func run(hasDeviceTree: Bool) {
    // An ordinary user may mount only inside a cell; what came before that is warm all the same.
    _ = try? PreparedMounts.make(hasDeviceTree: hasDeviceTree)
    let space = Furnishing.Space(bytes: 1 << 20, files: 16)
    let furnishing = Furnishing(
      root: .layers(["/"]), inputTrees: [], inputs: [], output: space, scratch: space,
      landlock: LandlockRules(
        files: 1, network: 1, scopes: 1, exceptions: [.init(path: "/", access: 1)]),
      seed: [], confinement: confinement(instructions: 512))
    // A directory cannot be executed.
    let launch = Launch(
      command: ["/"], environment: ["PATH=/bin:/usr/bin"], workingDirectory: "/",
      resourceLimits: [.init(resource: 0, value: 1)])
    _ = try? exchange(.furnish(furnishing)) { (end, near) throws(SetupFailure) in
      // The near end is quiet, as a launcher that lives is.
      _ = try CellCommand.receive(from: end, near.descriptor)
    }
    _ = try? exchange(.launch(launch)) { (end, near) throws(SetupFailure) in
      try start(furnishing, channel: end, launcher: near.descriptor)
    }
    // The process that was started in the middle of that.
    _ = try? EndedChild.next(wait: true)
    _ = JobProcess.candidates(
      for: Launch(
        command: ["true"], environment: launch.environment, workingDirectory: "/",
        resourceLimits: []))
    for step in SetupStep.allCases { StepClock.end(StepClock.begin(step)) }
    if let report = try? Cell.report(
      .exited(0), Refusals(calls: [], others: 0, killed: 0), Self.count())
    {
      _ = CellReport.ended(report).encoded
    }
    types.withLock { $0 = [ObjectIdentifier(JobEnding?.self)] }
    StepClock.restart()
  }

  private static func count() throws(SystemError) -> (read: UInt64, written: UInt64)? {
    guard let transfer = ChildrenTransfer() else { return nil }
    return try transfer.bytes(since: try transfer.start(), ownReads: 0)
  }

  /// A filter that allows everything.
  private static func confinement(instructions: Int) -> Confinement {
    // BPF_RET | BPF_K, SECCOMP_RET_ALLOW
    let allow: [UInt8] = [0x06, 0, 0, 0, 0, 0, 0xFF, 0x7F]
    return Confinement(
      filter: [[UInt8]](repeating: allow, count: instructions).flatMap { $0 },
      fixedAddresses: false, singleProcessor: false)
  }

  /// Brings a job's process up to where it would execute its command; what it gives up on the way
  /// is its own.
  private static func start(
    _ plan: Furnishing, channel: borrowing MessageSocket, launcher: borrowing FileDescriptor
  ) throws(SetupFailure) {
    let landlock = try Home.landlock(plan.landlock)
    func place() throws(SetupFailure) -> FileDescriptor {
      try attempt(.prepareJob) { () throws(SystemError) in try FileDescriptor.open("/", .path) }
    }
    let output = try place()
    let scratch = try place()
    let nothing = try place()
    let home = Home(
      output: output, scratch: scratch, landlock: landlock, nothing: nothing,
      confinement: confinement(instructions: 1), network: nil, seed: [])
    _ = try JobProcess(in: home, channel: channel, launcher: launcher, handover: nil, companions: 0)
      .start()
  }

  /// Sends `command` to ourselves, with two descriptors, for `body` to read.
  private static func exchange(
    _ command: CellCommand,
    _ body: (borrowing MessageSocket, borrowing MessageSocket) throws(SetupFailure) -> Void
  ) throws {
    var far = DescriptorList()
    let near = try MessageSocket.pair(farEndTo: &far)
    guard let end = far.take(0) else { return }
    let number = near.descriptor.rawValue
    try near.send(command.encoded, descriptors: [number, number])
    try body(MessageSocket(adopting: end), near)
  }
}
