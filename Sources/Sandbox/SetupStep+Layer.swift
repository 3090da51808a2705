import LaunchProtocol

extension SetupStep {
  /// The layer that is missing if this step fails; nil if it says nothing about the host's
  /// isolation.
  var layer: Layer? {
    switch self {
    case .createProcess, .mapUsers, .becomeJobUser: .userNamespace
    case .joinControlGroup: .memoryLimit
    case .privateMounts, .attachMounts, .changeRoot: .mountNamespace
    case .cgroupNamespace: .cgroupNamespace
    case .timeNamespace, .clocks: .timeNamespace
    case .hostname: .hostnameNamespace
    case .network: .networkNamespace
    case .keyring: .keyring
    case .boundingSet, .capabilities: .capabilities
    case .processView: .processView
    case .devices: .devices
    case .rootFileSystem: .rootFileSystem
    case .outputSpace, .scratchSpace, .sharedMemory: .boundedSpace
    case .inputs: .inputs
    case .landlockRules, .landlock: .landlock
    case .closeDescriptors: .closedDescriptors
    case .resourceLimits: .resourceLimits
    case .noNewPrivileges: .noNewPrivileges
    case .systemCallFilter: .systemCallFilter
    case .startCell, .prepareJob, .workingDirectory, .addresses, .processor, .session,
      .standardStreams, .signalMask, .execute, .readMessage, .superviseJob:
      nil
    }
  }
}

extension SandboxError {
  /// What a failed step of the launcher or the cell means to the caller.
  init(_ failure: SetupFailure) {
    switch failure.step {
    case .execute:
      self.init(.commandNotExecutable, "the command cannot be executed: \(failure.detail)")
    case .workingDirectory:
      self.init(
        .workingDirectoryMissing, "the working directory cannot be entered: \(failure.detail)")
    case let step:
      if let layer = step.layer {
        self = .isolationUnavailable([layer: "\(step): \(failure.detail)"])
      } else {
        self.init(.system, "the sandbox failed at the step \(step): \(failure.detail)")
      }
    }
  }
}
