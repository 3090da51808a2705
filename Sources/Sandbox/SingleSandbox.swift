package import LaunchProtocol
package import Linux
import Synchronization

/// One command in one sandbox, for a process with a single thread that does nothing else: it makes
/// the cell itself and watches over it from the thread that it has.
package struct SingleSandbox {
  /// Makes the cell that is asked for, as a child of this process; what goes wrong is reported over
  /// the cell's channel, the first of the descriptors.
  package typealias Birth = (CellRequest, consuming DescriptorList) -> Void

  private let host: Host
  private let furnisher: Furnisher
  private let supervisor: Supervisor

  /// - Parameter stateDirectory: an absolute path; made if missing.
  package init(stateDirectory: String) throws(SandboxError) {
    host = Host()
    do throws(SystemError) {
      furnisher = try Furnisher(host: host, stateDirectory: stateDirectory, reusingRoots: nil)
      supervisor = try Supervisor { _ in }
    } catch {
      throw .system("cannot prepare the sandbox", error)
    }
  }

  /// Runs the command to its end, as `Sandbox.run` does; once.
  ///
  /// - Throws: what `Sandbox.run` throws; `invalidSpecification` for a command with a network or an image.
  package func run(
    _ specification: ExecutionSpecification, making birth: Birth,
    collecting sink: (borrowing OutputFile) throws(SandboxError) -> Void
  ) throws(SandboxError) -> Outcome {
    try specification.validate()
    guard specification.network == .none else {
      throw .invalid("network", "\(specification.network)", expected: "none")
    }
    // Its cell has devices of its own to attach, for which an image has no places.
    guard specification.image == nil else {
      throw .invalid("image", "an image", expected: "layers")
    }
    try host.check(specification)
    let devices = try host.devices(for: specification)
    let started = Clock.monotonicMicroseconds()
    let number = UInt64(CurrentProcess.identifier)
    let group = try makeGroup(number, boundingDevices: !devices.isEmpty)
    defer { host.remove(group) }
    let cell = try makeCell(number, in: group, birth)
    let ending = Ending()
    do throws(SandboxError) {
      try begin(specification, in: cell, devices, started) { ending.note($0) }
    } catch {
      supervisor.fail(cell, error)
      ending.note(.failure(error))
      cell.destroy()
    }
    supervisor.serveOut()
    // The cell is gone, and forgotten with this.
    while (try? EndedChild.next(wait: true)) ?? nil != nil {}
    guard let finished = ending.noted else {
      throw SandboxError(.launcherLost, "the job's cell ended without a report")
    }
    return try host.conclude(try finished.get(), specification, cell, sink)
  }

  private func makeGroup(
    _ number: UInt64, boundingDevices: Bool
  ) throws(SandboxError) -> ControlGroup? {
    do throws(SystemError) {
      return try host.makeGroup(number, boundingDevices: boundingDevices)
    } catch {
      throw .system("cannot make a control group", error)
    }
  }

  private func makeCell(
    _ number: UInt64, in group: ControlGroup?, _ birth: Birth
  ) throws(SandboxError) -> Cell {
    do throws(SystemError) {
      var descriptors = DescriptorList()
      let (cell, request) = try Cell.plan(
        number, berth: 0, on: host, in: group, channel: &descriptors)
      descriptors.append(contentsOf: try group?.entries() ?? DescriptorList())
      try supervisor.add(cell)
      birth(request, descriptors)
      return cell
    } catch {
      throw .system("cannot prepare the cell", error)
    }
  }

  private func begin(
    _ specification: ExecutionSpecification, in cell: Cell, _ devices: [BlockDevice],
    _ started: Int64,
    _ completion: @escaping Run.Completion
  ) throws(SandboxError) {
    try furnisher.furnish(cell, for: specification, try furnisher.layers(of: specification))
    let cpuBefore = try host.bound(cell, for: specification, devices)
    let run = Run(
      limits: specification.limits, processors: host.processors, started: started,
      cpuBefore: cpuBefore, relay: nil, completion: completion)
    supervisor.begin(run, in: cell, Launch(specification, on: host))
  }
}
