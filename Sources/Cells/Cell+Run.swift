import CLinux
import LaunchProtocol
import Linux

extension Cell {
  /// Prepares the job's process, which then waits for its command, and reports how it ended.
  ///
  /// - Returns: whether this memory, which the process used until then, is in order, and nothing of the
  ///   job is left.
  func run(
    in home: consuming Home, _ preparation: borrowing Preparation
  ) throws(SetupFailure) -> Bool {
    try attempt(.clocks) { () throws(SystemError) in
      StepClock.setBack(try preparation.clocks.begin())
    }
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
    // Now, and not when the job runs: it may have to wait for this process to have its turn.
    let begun = try attempt(.superviseJob) { () throws(SystemError) in
      try Self.start(of: preparation.transfer)
    }
    guard let (process, answers, isInOrder) = try start(in: home, preparation.companions) else {
      return true
    }
    try attempt(.superviseJob) { () throws(SystemError) in
      let ending = try supervise(process, endings, answers, preparation.transfer, since: begun)
      guard let ending else { return }
      try channel.send(
        CellReport.ended(ending).encoded,
        descriptors: [home.output.rawValue, home.scratch.rawValue])
    }
    // Nobody has looked into a network of the job's own, and nobody gets that again.
    guard home.network == nil else { return isInOrder }
    return try attempt(.superviseJob) { () throws(SystemError) in
      switch preparation.sockets {
      case .none: return isInOrder
      case .some(let sockets):
        guard try sockets.isNoneSoon() else { return false }
        try channel.send(CellReport.vacated.encoded)
        return isInOrder
      }
    }
  }

  /// - Returns: the number of the job's first process, who answers its calls, if somebody has to,
  ///   and whether the process left this memory in order; nil if there is no command to come.
  private func start(
    in home: borrowing Home, _ companions: UInt64
  ) throws(SetupFailure) -> (process: Int32, answers: CallAnswers?, isInOrder: Bool)? {
    guard home.confinement.listens else {
      let job = JobProcess(
        in: home, channel: channel, launcher: launcher, handover: nil, companions: companions)
      guard let process = try job.start() else { return nil }
      return (process, nil, job.isComplete)
    }
    guard let program = FilterProgram(home.confinement.filter) else {
      throw SetupFailure(.readMessage, code: EBADMSG, detail: "half an instruction")
    }
    let handover = try attempt(.prepareJob) { () throws(SystemError) in try Handover() }
    let job = JobProcess(
      in: home, channel: channel, launcher: launcher, handover: handover.number,
      companions: companions)
    guard let process = try job.start() else { return nil }
    let listener = try attempt(.systemCallFilter) { () throws(SystemError) in
      SystemCallListener(adopting: try handover.receive())
    }
    let answers = CallAnswers(listener: listener, program: program, seed: home.seed)
    return (process, answers, job.isComplete)
  }

  /// Reaps what ends, does what the supervisor says, answers calls, and returns once no process of
  /// the job is left.
  ///
  /// - Returns: how the job ended; nil if the supervisor or the launcher is gone.
  private func supervise(
    _ process: Int32, _ endings: borrowing FileDescriptor, _ answers: CallAnswers?,
    _ transfer: borrowing ChildrenTransfer?, since start: ChildrenTransfer.Start?
  ) throws(SystemError) -> JobEnding? {
    var ownReads: UInt64 = 0
    var killed: UInt64 = 0
    while true {
      let ready = try Readiness.wait(
        channel.descriptor.rawValue, endings.rawValue, launcher.rawValue,
        answers?.listener.descriptor.rawValue ?? -1)
      if ready[2] { return nil }
      if ready[1] {
        ownReads += try Signals.clear(endings)
        while let ended = try EndedChild.next(wait: false) {
          if case .signalled(SIGSYS) = ended.ending { killed += 1 }
          if ended.process == process {
            killed += try clearOut()
            let refusals =
              answers?.refusals(killed: killed)
              ?? Refusals(calls: [], others: 0, killed: killed)
            return try Self.report(
              ended.ending, refusals, Self.bytes(of: transfer, since: start, ownReads))
          }
        }
      }
      if ready[0], try !obey() { return nil }
      if ready[3] { try answers?.answerNext() }
    }
  }

  /// - Returns: false if the supervisor is gone; the kernel ends the job together with this process.
  private func obey() throws(SystemError) -> Bool {
    guard let message = try channel.receive(limit: WireLimits.message) else { return false }
    switch try? CellCommand(decoding: message.bytes) {
    case .terminate: Signals.sendToAll(Signals.terminateNumber)
    case .kill: Signals.sendToAll(Signals.killNumber)
    case .enter, .furnish, .launch, nil:
      throw SystemError("recvmsg", "command out of order", code: EPROTO)
    }
    return true
  }

  /// Ends whatever the job's first process left running.
  ///
  /// - Returns: how many of those had been killed for a call.
  private func clearOut() throws(SystemError) -> UInt64 {
    // Whoever has lost its parent here has become our child; to send a signal to all takes a look at
    // every process of the host.
    guard EndedChild.remain else { return 0 }
    Signals.sendToAll(Signals.killNumber)
    var killed: UInt64 = 0
    while let ended = try EndedChild.next(wait: true) {
      if case .signalled(SIGSYS) = ended.ending { killed += 1 }
    }
    return killed
  }

  private static func start(
    of transfer: borrowing ChildrenTransfer?
  ) throws(SystemError) -> ChildrenTransfer.Start? {
    switch transfer {
    case .some(let transfer): try transfer.start()
    case .none: nil
    }
  }

  /// - Returns: nil where the kernel does not count.
  private static func bytes(
    of transfer: borrowing ChildrenTransfer?, since start: ChildrenTransfer.Start?,
    _ ownReads: UInt64
  ) throws(SystemError) -> (read: UInt64, written: UInt64)? {
    guard let start else { return nil }
    return switch transfer {
    case .some(let transfer): try transfer.bytes(since: start, ownReads: ownReads)
    case .none: nil
    }
  }

  static func report(
    _ ending: EndedChild.Ending, _ refusals: Refusals, _ moved: (read: UInt64, written: UInt64)?
  ) throws(SystemError) -> JobEnding {
    StepClock.endOpen(.superviseJob)
    let usage = try ChildrenUsage.current()
    let status: JobEnding.Status =
      switch ending {
      case .exited(let code): .exited(code)
      case .signalled(let signal): .signalled(signal)
      }
    let bytes = moved ?? (read: usage.blocksRead * 512, written: usage.blocksWritten * 512)
    return JobEnding(
      status: status, userMicroseconds: usage.userMicroseconds,
      systemMicroseconds: usage.systemMicroseconds, peakBytes: usage.peakBytes,
      bytesRead: bytes.read, bytesWritten: bytes.written, refusals: refusals,
      steps: StepClock.times)
  }
}
