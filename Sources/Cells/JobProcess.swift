import CLinux
import LaunchProtocol
import Linux

/// The job's first process, from its creation to its exec.
///
/// It gives up all that it can before it waits for its command, so that a job that comes finds
/// nothing left to do but that. Until it executes the command it runs in the cell's memory while
/// the cell sleeps (`vfork(2)`), on a stack of its own: what it stores here, the cell finds
/// afterwards.
@safe final class JobProcess {
  private static let stackSize = 256 << 10

  private let filter: [UInt8]
  /// Where to send the descriptor that tells of the calls which the filter leaves to the cell; nil
  /// if it leaves none.
  private let handover: Int32?
  private let landlock: Int32?
  /// The job's standard input.
  private let nothing: Int32
  /// Where the command comes from.
  private let channel: Int32
  /// A pidfd.
  private let launcher: Int32
  /// Processes of the job's user besides the cell and the job's own.
  private let companions: UInt64
  private var failure: SetupFailure?
  private var program: PreparedProgram?
  /// Nothing but the execution of the command is left: whatever ends the process now, it was not
  /// disturbed while it used the cell's memory.
  private(set) var isComplete = false
  /// The supervisor has lost interest in the cell, or the launcher is gone.
  private var isUnwanted = false

  init(
    in home: borrowing Home, channel: borrowing MessageSocket, launcher: borrowing FileDescriptor,
    handover: Int32?, companions: UInt64
  ) {
    filter = home.confinement.filter
    self.handover = handover
    landlock = home.landlockRules
    nothing = home.nothing.rawValue
    self.channel = channel.descriptor.rawValue
    self.launcher = launcher.rawValue
    self.companions = companions
  }

  /// Starts the process and returns once it executes the command, or has failed to.
  ///
  /// - Returns: its number, as this pid namespace counts; nil if there is no command to come.
  func start() throws(SetupFailure) -> Int32? {
    let stack = UnsafeMutableRawPointer.allocate(byteCount: Self.stackSize, alignment: 16)
    defer { unsafe stack.deallocate() }
    let process = try attempt(.prepareJob) { () throws(SystemError) in
      try systemCall("clone") {
        unsafe assay_spawn(
          { job in
            guard let job = unsafe job else { return 1 }
            // The cell holds the object and sleeps until this process is done with it; what we held
            // besides would never be given back.
            unsafe Unmanaged<JobProcess>.fromOpaque(job)._withUnsafeGuaranteedRef {
              $0.becomeJob()
            }
            return 1
          }, stack + Self.stackSize, Unmanaged.passUnretained(self).toOpaque(), 0)
      }
    }
    program?.free()
    program = nil
    if let failure { throw failure }
    StepClock.endOpen(.execute)
    return isUnwanted ? nil : process
  }

  /// Runs in the new process; returns only if there is nothing to execute.
  private func becomeJob() {
    do throws(SetupFailure) {
      program = try prepare()
    } catch {
      failure = error
    }
    isComplete = true
    guard let program else { return }
    // The cell, which wakes when this succeeds, notes the end.
    _ = StepClock.begin(.execute)
    let error = program.execute()
    failure = SetupFailure(.execute, code: error.code, detail: error.description)
  }

  /// Takes every step up to the last.
  ///
  /// - Returns: what to execute; nil if there is no command to come.
  @inline(never)
  private func prepare() throws(SetupFailure) -> PreparedProgram? {
    try detach()
    try confine()
    // The descriptors of this process are its own: those of the cell stay open.
    let socket = MessageSocket(adopting: FileDescriptor(adopting: channel))
    let handle = FileDescriptor(adopting: launcher)
    guard let message = try CellCommand.receive(from: socket, handle) else {
      isUnwanted = true
      return nil
    }
    switch message.command {
    case .launch(let launch): return try prepare(launch, message.descriptors)
    case .kill, .terminate:
      isUnwanted = true
      return nil
    case .enter, .furnish: throw .outOfOrder
    }
  }

  /// Leaves behind everything that belongs to the cell.
  private func detach() throws(SetupFailure) {
    try attempt(.session) { () throws(SystemError) in
      try CurrentProcess.startSession()
      CurrentProcess.setFileMask(0o022)
    }
    try attempt(.closeDescriptors) { () throws(SystemError) in
      // What is kept is needed once more, and closed by exec.
      try CurrentProcess.closeDescriptors(
        from: 3, except: [channel, launcher, nothing] + [landlock, handover].compactMap { $0 })
    }
    try attempt(.signalMask) { () throws(SystemError) in try Signals.unblockAll() }
  }

  /// Gives up every right, the right to ask for more, and the way to most system calls.
  private func confine() throws(SetupFailure) {
    try attempt(.noNewPrivileges) { () throws(SystemError) in try Privileges.refuseNew() }
    if let landlock {
      try attempt(.landlock) { () throws(SystemError) in try Landlock.restrict(landlock) }
    }
    try attempt(.capabilities) { () throws(SystemError) in try Privileges.dropCapabilities() }
    let (instructions, handover) = (filter, handover)
    try attempt(.systemCallFilter) { () throws(SystemError) in
      let result = unsafe instructions.withUnsafeBytes { buffer -> Result<Void, SystemError> in
        Result { () throws(SystemError) in
          guard let handover else { return unsafe try SystemCallFilter.install(buffer) }
          // From here on nothing may be called that the filter refuses: the cell sleeps and cannot
          // answer.
          let listener = unsafe try SystemCallFilter.installListening(buffer)
          try Handover.send(listener, to: handover)
        }
      }
      try result.get()
    }
  }
}

extension JobProcess {
  /// Takes the last steps that need the command.
  private func prepare(
    _ launch: Launch, _ streams: borrowing DescriptorList
  ) throws(SetupFailure) -> PreparedProgram {
    try attempt(.workingDirectory) { () throws(SystemError) in
      // The cell has left us in the root.
      try CurrentProcess.enter(
        try FileDescriptor.openInWorkingDirectory(launch.workingDirectory, [.path, .directory]))
    }
    guard streams.count == 2 else {
      throw SetupFailure(.readMessage, code: EBADMSG, detail: "expected two output streams")
    }
    let all = [nothing] + streams.rawValues
    try attempt(.standardStreams) { () throws(SystemError) in
      for (number, stream) in all.enumerated() {
        try CurrentProcess.place(stream, at: Int32(number))
      }
    }
    try attempt(.resourceLimits) { () throws(SystemError) in
      for limit in launch.resourceLimits {
        guard let resource = ResourceLimit(rawValue: limit.resource) else {
          throw SystemError("setrlimit", "\(limit.resource)", code: EINVAL)
        }
        try resource.set(resource == .processes ? limit.value + companions : limit.value)
      }
    }
    return PreparedProgram(
      paths: Self.candidates(for: launch), arguments: launch.command,
      environment: launch.environment)
  }

  /// Where the program may be: the path itself, or the name in each directory of the job's `PATH`.
  static func candidates(for launch: Launch) -> [String] {
    guard let program = launch.command.first else { return [] }
    if program.utf8.contains(UInt8(ascii: "/")) { return [program] }
    let assignment = "PATH="
    let search = launch.environment.last { $0.hasPrefix(assignment) }
    return (search ?? "").dropFirst(assignment.utf8.count).split(separator: ":").map {
      "\($0)/\(program)"
    }
  }
}
