import LaunchProtocol
import Linux

/// Does what every cell will do, once and without effect, in the process that cells are copied
/// from: what Swift's runtime looks up and the allocator asks for at first use, copies then have.
package enum Rehearsal {
  package static func run() {
    // An ordinary user may mount only inside a cell; what came before that is warm all the same.
    _ = try? PreparedMounts.make()
    let space = Furnishing.Space(bytes: 1 << 20, files: 16)
    let furnishing = Furnishing(
      root: .layers(["/"]), inputTrees: [], inputs: [], output: space, scratch: space,
      landlock: LandlockRules(
        files: 1, network: 1, scopes: 1, exceptions: [.init(path: "/", access: 1)]),
      seed: [],
      confinement: Confinement(
        filter: [UInt8](repeating: 0, count: 4096), fixedAddresses: false, singleProcessor: false))
    let launch = Launch(
      command: ["/bin/true"], environment: ["PATH=/bin:/usr/bin"], workingDirectory: "/tmp",
      resourceLimits: [.init(resource: 0, value: 1)])
    for command in [CellCommand.furnish(furnishing), .launch(launch)] {
      _ = try? exchange(command)
    }
    _ = JobProcess.candidates(for: launch)
    _ = try? Home.landlock(furnishing.landlock)
    for step in SetupStep.allCases { StepClock.end(StepClock.begin(step)) }
    if let report = try? Cell.report(
      .exited(0), Refusals(calls: [], others: 0, killed: 0), ChildrenTransfer())
    {
      _ = CellReport.ended(report).encoded
    }
    StepClock.restart()
  }

  /// Sends `command` to ourselves and reads it.
  private static func exchange(_ command: CellCommand) throws {
    var far = DescriptorList()
    let near = try MessageSocket.pair(farEndTo: &far)
    guard let end = far.take(0) else { return }
    try near.send(command.encoded, descriptors: [near.descriptor.rawValue])
    // The near end is quiet, as a launcher that lives is.
    _ = try CellCommand.receive(from: MessageSocket(adopting: end), near.descriptor)
  }
}
