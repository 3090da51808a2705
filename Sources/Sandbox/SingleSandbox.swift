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
  private let stateDirectory: String
  private let supervisor: Supervisor

  /// - Parameter stateDirectory: an absolute path; made if missing.
  package init(stateDirectory: String) throws(SandboxError) {
    self.stateDirectory = stateDirectory
    // Whether there are namespaces, the making of the cell tells.
    host = Host(checkingNamespaces: false)
    do throws(SystemError) {
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
    let group = host.planGroup(number, boundingDevices: !devices.isEmpty)
    defer { host.remove(group) }
    let cell = try makeCell(number, in: group, birth)
    let ending = Ending()
    var failure: SandboxError?
    do throws(SandboxError) {
      try admit(cell)
      try begin(specification, in: cell, devices, started) { ending.note($0) }
    } catch {
      failure = error
      cell.destroy()
    }
    supervisor.serveOut()
    // The cell is gone, and forgotten with this.
    while (try? EndedChild.next(wait: true)) ?? nil != nil {}
    do throws(SandboxError) {
      if let failure {
        // Of a cell that has ended, its own last word says more.
        throw failure.cause?.isDisconnected == true ? cell.failure ?? failure : failure
      }
      guard let finished = ending.noted else {
        throw SandboxError(.launcherLost, "the job's cell ended without a report")
      }
      return try host.conclude(try finished.get(), specification, cell, sink)
    } catch {
      throw Self.explained(error)
    }
  }

  /// The same, or the reason why it had to be.
  private static func explained(_ error: SandboxError) -> SandboxError {
    guard case .isolationUnavailable = error.code else { return error }
    let missing = Host.missingNamespaces()
    return missing.isEmpty ? error : .isolationUnavailable(missing)
  }

  /// Only on version 2 does the cell need its group at once: elsewhere it prepares itself while that
  /// is made.
  private func makeCell(
    _ number: UInt64, in group: ControlGroup?, _ birth: Birth
  ) throws(SandboxError) -> Cell {
    do throws(SystemError) {
      let isMade = group?.version == .two
      if isMade { try group?.make() }
      var descriptors = DescriptorList()
      let (cell, request) = try Cell.plan(
        number, berth: 0, on: host, in: group, isMade: isMade, channel: &descriptors)
      if isMade, let group { descriptors.append(contentsOf: try group.entries()) }
      try supervisor.add(cell)
      birth(request, descriptors)
      return cell
    } catch {
      throw .system("cannot prepare the cell", error)
    }
  }

  /// Makes the group that the cell waits for.
  private func admit(_ cell: Cell) throws(SandboxError) {
    guard let group = cell.group, group.version == .one else { return }
    var entries = DescriptorList()
    do throws(SystemError) {
      try group.make()
      entries = try group.entries()
    } catch {
      throw .system("cannot make a control group", error)
    }
    try cell.send(.enter, descriptors: entries.rawValues)
  }

  private func makeFurnisher() throws(SandboxError) -> Furnisher {
    do throws(SystemError) {
      return try Furnisher(host: host, stateDirectory: stateDirectory, reusingRoots: nil)
    } catch {
      throw .system("cannot prepare the sandbox", error)
    }
  }

  private func begin(
    _ specification: ExecutionSpecification, in cell: Cell, _ devices: [BlockDevice],
    _ started: Int64,
    _ completion: @escaping Run.Completion
  ) throws(SandboxError) {
    let furnisher = try makeFurnisher()
    try furnisher.furnish(cell, for: specification, try furnisher.layers(of: specification))
    let cpuBefore = try host.bound(cell, for: specification, devices)
    let run = Run(
      limits: specification.limits, processors: host.processors, started: started,
      cpuBefore: cpuBefore, relay: nil, completion: completion)
    supervisor.begin(run, in: cell, Launch(specification, on: host))
  }
}
