import CLinux
import LaunchProtocol
import Linux

/// The job's first process, from its creation to its exec.
///
/// Until then it runs in the cell's memory while the cell sleeps (`vfork(2)`), on a stack of its
/// own: what it stores here, the cell finds afterwards.
@safe final class JobProcess {
  private static let stackSize = 256 << 10

  private let paths: CStringArray
  private let arguments: CStringArray
  private let environment: CStringArray
  private let limits: [Launch.ResourceLimit]
  private let filter: [UInt8]
  /// Where to send the descriptor that tells of the calls which the filter leaves to the cell; nil
  /// if it leaves none.
  private let handover: Int32?
  private let landlock: Int32?
  /// Standard input, output and error.
  private let streams: [Int32]
  private(set) var failure: SetupFailure?

  init(_ launch: Launch, landlock: Int32?, streams: [Int32], handover: Int32?) {
    paths = CStringArray(Self.candidates(for: launch))
    arguments = CStringArray(launch.command)
    environment = CStringArray(launch.environment)
    limits = launch.resourceLimits
    filter = launch.filter
    self.handover = handover
    self.landlock = landlock
    self.streams = streams
  }

  /// Where the program may be: the path itself, or the name in each directory of the job's `PATH`.
  private static func candidates(for launch: Launch) -> [String] {
    guard let program = launch.command.first else { return [] }
    if program.utf8.contains(UInt8(ascii: "/")) { return [program] }
    let assignment = "PATH="
    let search = launch.environment.last { $0.hasPrefix(assignment) }
    return (search ?? "").dropFirst(assignment.utf8.count).split(separator: ":").map {
      "\($0)/\(program)"
    }
  }

  /// Starts the process and returns once it executes the program, or has failed to.
  ///
  /// - Returns: its number, as this pid namespace counts.
  func start() throws(SetupFailure) -> Int32 {
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
    return process
  }

  /// Runs in the new process; returns only if a step failed.
  private func becomeJob() {
    do throws(SetupFailure) {
      try detach()
      try confine()
      // The cell, which wakes when this succeeds, notes the end.
      _ = StepClock.begin(.execute)
      let error = CurrentProcess.execute(
        paths, arguments: arguments, environment: environment)
      throw SetupFailure(.execute, code: error.code, detail: error.description)
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
    try attempt(.standardStreams) { () throws(SystemError) in
      for (number, stream) in streams.enumerated() {
        try CurrentProcess.place(stream, at: Int32(number))
      }
    }
    try attempt(.closeDescriptors) { () throws(SystemError) in
      // These are needed once more, and closed by exec.
      try CurrentProcess.closeDescriptors(
        from: 3, except: [landlock, handover].compactMap { $0 })
    }
    try attempt(.signalMask) { () throws(SystemError) in try Signals.unblockAll() }
    try attempt(.resourceLimits) { () throws(SystemError) in
      for limit in limits {
        guard let resource = ResourceLimit(rawValue: limit.resource) else {
          throw SystemError("setrlimit", "\(limit.resource)", code: EINVAL)
        }
        try resource.set(limit.value)
      }
    }
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
