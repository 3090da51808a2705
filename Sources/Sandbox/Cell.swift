import LaunchProtocol
import Linux
import Synchronization

/// A cell as the supervisor sees it: the channel to the first process of a job's namespaces, and
/// the control group that all of the job's processes are in.
final class Cell: Sendable {
  struct State: ~Copyable {
    /// A pidfd of the cell's process; nil until the launcher has created it.
    var handle: FileDescriptor?
    /// Why the cell cannot run a job (any more).
    var failure: SandboxError?
    var run: Run?
    var isDead = false
    var isAccounted = false
    /// Whether what its job had may serve another one, once the cell is dead.
    var isVacated = false
    /// When its job's end was reported, on the monotonic clock.
    var reportedNanoseconds: Int64?
    /// Sockets of the job's own network that the relay has not got yet; nil if there is none.
    var listeners: DescriptorList?
    /// Its process is to be killed, even if it is only about to be created.
    var condemned = false

    func killIfCondemned() {
      switch handle {
      // It may have ended by itself, which is what is wanted.
      case .some(let handle): if condemned { try? handle.signal(Signals.killNumber) }
      case .none: return
      }
    }

    /// Calls `body` with the run, if there is one.
    mutating func withRun<Result>(_ body: (inout Run) -> Result) -> Result? {
      guard var taken = run.take() else { return nil }
      let result = body(&taken)
      run = consume taken
      return result
    }

    var hasHandle: Bool {
      switch handle {
      case .some: true
      case .none: false
      }
    }
  }

  /// What has to be so before nothing needs the cell any more.
  enum Fact {
    /// The process has ended.
    case dead
    /// The control group's counters were read, or are of no interest.
    case accounted
  }

  let identifier: UInt64
  /// Shared by cells that never exist at the same time; their user on the host follows from it.
  let berth: UInt32
  let channel: MessageSocket
  /// What its job will write to, made while nobody waits for it.
  let stdout: Pipe
  let stderr: Pipe
  /// Held by the thread that takes a report and does what it says; else one could bury the cell while
  /// another has its last word in hand.
  let ear: Mutex<Void> = Mutex(())
  let group: ControlGroup?
  /// What was built in it while it waited; nil if it is still empty.
  let furnished: Mutex<FurnishingKey?> = Mutex(nil)
  /// What its job's root is a copy of, and nobody else's at the same time; nil if there is none.
  let root: Mutex<RootMount?> = Mutex(nil)
  let state: Mutex<State> = Mutex(State())

  init(
    identifier: UInt64, berth: UInt32, channel: consuming MessageSocket, stdout: consuming Pipe,
    stderr: consuming Pipe, group: ControlGroup?
  ) {
    self.identifier = identifier
    self.berth = berth
    self.channel = channel
    self.stdout = stdout
    self.stderr = stderr
    self.group = group
  }

  /// Whether its job's end was reported.
  var hasReported: Bool { state.withLock { $0.reportedNanoseconds != nil } }

  /// Whether what its job had may serve another one.
  var isVacated: Bool { state.withLock { $0.isVacated } }

  /// Why the cell cannot run a job; nil if it can.
  var failure: SandboxError? { state.withLock { $0.failure } }

  /// Sends a command; `descriptors` stay the caller's.
  func send(_ command: CellCommand, descriptors: [Int32] = []) throws(SandboxError) {
    let bytes = command.encoded
    guard bytes.count <= WireLimits.message else {
      throw .invalid(
        "command", "\(bytes.count) bytes with its environment",
        expected: "at most \(WireLimits.message) bytes")
    }
    do throws(SystemError) {
      try channel.send(bytes, descriptors: descriptors)
    } catch {
      throw failure
        ?? SandboxError(
          error.isDisconnected ? .launcherLost : .system, "the cell does not answer", cause: error)
    }
  }

  /// Notes that the process has ended, or that its counters were read.
  ///
  /// - Returns: true when the second of the two is noted, once.
  func settle(_ fact: Fact) -> Bool {
    state.withLock { state in
      let before = state.isDead && state.isAccounted
      switch fact {
      case .dead: state.isDead = true
      case .accounted: state.isAccounted = true
      }
      return !before && state.isDead && state.isAccounted
    }
  }

  /// Ends all processes of the cell, the first included, now or as soon as they are created.
  func destroy() {
    state.withLock { state in
      state.condemned = true
      state.killIfCondemned()
    }
  }
}
