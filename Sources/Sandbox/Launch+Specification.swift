import LaunchProtocol
import Linux

extension Launch {
  /// What the process of a job is told on this host.
  init(_ specification: ExecutionSpecification, on host: Host) {
    let limits = specification.limits
    var bounds: [(Linux.ResourceLimit, UInt64)] = [
      (.processorSeconds, limits.cpuMilliseconds / 1000 + 1), (.fileBytes, limits.fileBytes),
      // The one value at which the kernel neither writes a file nor starts the host's crash helper.
      (.coreBytes, 1), (.openFiles, limits.openFiles), (.lockedBytes, 1 << 20), (.queueBytes, 0),
    ]
    // A control group does the same and counts refusals; the user namespace makes this one apply
    // to the cell alone, whose first process is one of them.
    if !host.hasGroups { bounds.append((.processes, limits.processes + 1)) }
    self.init(
      command: specification.command, environment: specification.completeEnvironment,
      workingDirectory: specification.workingDirectory,
      resourceLimits: bounds.map { .init(resource: $0.rawValue, value: $1) })
  }
}

extension ExecutionSpecification {
  /// `NAME=value` of the fixed variables and the job's own, which come first where both name one.
  var completeEnvironment: [String] {
    let own = Set(environment.map(\.name))
    let fixed = Self.fixedEnvironment + (determinism == .strict ? Self.strictEnvironment : [])
    return (fixed.filter { !own.contains($0.name) } + environment).map {
      "\($0.name)=\($0.value)"
    }
  }
}
