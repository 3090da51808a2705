import CLinux
import LaunchProtocol
import Linux

extension Cell {
  /// Prepares the job's process, which then waits for its command, and reports how it ended.
  func run(in home: consuming Home, _ time: borrowing TimeNamespace) throws(SetupFailure) {
    try attempt(.clocks) { () throws(SystemError) in StepClock.setBack(try time.enter()) }
    if home.confinement.fixedAddresses {
      try attempt(.addresses) { () throws(SystemError) in try CurrentProcess.fixAddresses() }
    }
    if home.confinement.singleProcessor {
      try attempt(.processor) { () throws(SystemError) in try CurrentProcess.useOneProcessor() }
    }
    if let network = home.network {
      let listeners = try OwnNetwork.enter(network)
      try attempt(.network) { () throws(SystemError) in
        try channel.send(CellReport.listening.encoded, descriptors: listeners.rawValues)
      }
    }
    let endings = try attempt(.superviseJob) { () throws(SystemError) in
      try Signals.watchChildren()
    }
    let job = JobProcess(in: home, channel: channel, launcher: launcher)
    guard let process = try job.start() else { return }
    try attempt(.superviseJob) { () throws(SystemError) in
      guard let ending = try supervise(process, endings) else { return }
      let report = try Self.report(ending)
      try channel.send(
        CellReport.ended(report).encoded,
        descriptors: [home.output.rawValue, home.scratch.rawValue])
    }
  }

  /// Reaps what ends, does what the supervisor says, and returns once no process of the job is
  /// left.
  ///
  /// - Returns: how the job's first process ended; nil if the supervisor or the launcher is gone.
  private func supervise(
    _ process: Int32, _ endings: borrowing FileDescriptor
  ) throws(SystemError) -> EndedChild.Ending? {
    while true {
      let ready = try Readiness.wait(
        channel.descriptor.rawValue, endings.rawValue, launcher.rawValue)
      if ready[2] { return nil }
      if ready[1] {
        try Signals.clear(endings)
        while let ended = try EndedChild.next(wait: false) {
          if ended.process == process {
            try clearOut()
            return ended.ending
          }
        }
      }
      if ready[0], try !obey() { return nil }
    }
  }

  /// - Returns: false if the supervisor is gone; the kernel ends the job together with this process.
  private func obey() throws(SystemError) -> Bool {
    guard let message = try channel.receive(limit: WireLimits.message) else { return false }
    switch try? CellCommand(decoding: message.bytes) {
    case .terminate: Signals.sendToAll(Signals.terminateNumber)
    case .kill: Signals.sendToAll(Signals.killNumber)
    case .furnish, .launch, nil: throw SystemError("recvmsg", "command out of order", code: EPROTO)
    }
    return true
  }

  /// Ends whatever the job's first process left running.
  private func clearOut() throws(SystemError) {
    Signals.sendToAll(Signals.killNumber)
    while try EndedChild.next(wait: true) != nil {}
  }

  static func report(_ ending: EndedChild.Ending) throws(SystemError) -> JobEnding {
    StepClock.endOpen(.superviseJob)
    let usage = try ChildrenUsage.current()
    let status: JobEnding.Status =
      switch ending {
      case .exited(let code): .exited(code)
      case .signalled(let signal): .signalled(signal)
      }
    return JobEnding(
      status: status, userMicroseconds: usage.userMicroseconds,
      systemMicroseconds: usage.systemMicroseconds, peakBytes: usage.peakBytes,
      bytesRead: usage.blocksRead * 512, bytesWritten: usage.blocksWritten * 512,
      steps: StepClock.times)
  }
}
