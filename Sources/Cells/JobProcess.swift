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
  private var failure: SetupFailure?
  /// The supervisor has lost interest in the cell, or the launcher is gone.
  private var isUnwanted = false

  init(
    in home: borrowing Home, channel: borrowing MessageSocket, launcher: borrowing FileDescriptor,
    handover: Int32?
  ) {
    filter = home.confinement.filter
    self.handover = handover
    landlock = home.landlockRules
    nothing = home.nothing.rawValue
    self.channel = channel.descriptor.rawValue
    self.launcher = launcher.rawValue
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
            // The cell holds the object and sleeps until this process is done with it.
            unsafe Unmanaged<JobProcess>.fromOpaque(job).takeUnretainedValue().becomeJob()
            return 1
          }, stack + Self.stackSize, Unmanaged.passUnretained(self).toOpaque())
      }
    }
    if let failure { throw failure }
    StepClock.endOpen(.execute)
    return isUnwanted ? nil : process
  }

  /// Runs in the new process; returns only if there is nothing to execute.
  private func becomeJob() {
    do throws(SetupFailure) {
      try detach()
      try confine()
      // The descriptors of this process are its own: those of the cell stay open.
      let socket = MessageSocket(adopting: FileDescriptor(adopting: channel))
      let handle = FileDescriptor(adopting: launcher)
      guard let message = try CellCommand.receive(from: socket, handle) else {
        isUnwanted = true
        return
      }
      switch message.command {
      case .launch(let launch): try execute(launch, message.descriptors)
      case .kill, .terminate: isUnwanted = true
      case .furnish: throw .outOfOrder
      }
    } catch {
      failure = error
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
  /// Takes the last steps and becomes the command; returns only by throwing.
  private func execute(
    _ launch: Launch, _ streams: borrowing DescriptorList
  ) throws(SetupFailure) {
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
        try resource.set(limit.value)
      }
    }
    let paths = CStringArray(Self.candidates(for: launch))
    let arguments = CStringArray(launch.command)
    let environment = CStringArray(launch.environment)
    // The cell, which wakes when this succeeds, notes the end.
    _ = StepClock.begin(.execute)
    let error = CurrentProcess.execute(paths, arguments: arguments, environment: environment)
    throw SetupFailure(.execute, code: error.code, detail: error.description)
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
