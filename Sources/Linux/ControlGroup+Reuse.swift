import Synchronization

extension ControlGroup {
  /// Whether a group can serve another job.
  package enum Condition: Equatable, Sendable {
    case ready
    /// Some process of the last job is not gone.
    case inUse
    /// The next job would pay for what the last has left, or see what it has counted.
    case spent
  }

  /// Memory still charged to an empty group up to which it is used again, in bytes: what the kernel
  /// keeps in its own tables until it needs the room.
  private static let residue: UInt64 = 1 << 20

  /// Makes ready for another job: its counters begin anew, or where they cannot, what they show is
  /// taken off; limits stay as they are.
  package func renew() throws(SystemError) -> Condition {
    // Version 2 cannot set back the peak of memory for everybody who reads it.
    guard version == .one, !boundsDevices, isBounded else { return .spent }
    guard try files.number(.processCount) == 0 else { return .inUse }
    try files.reset(.peakMemory)
    let memory = try files.number(.memoryInUse)
    guard memory <= Self.residue else { return .spent }
    let start = ControlGroupStart(
      memoryBytes: memory, memoryKills: try memoryKills(), processRefusals: try processRefusals())
    self.start.withLock { $0 = start }
    return .ready
  }
}
