/// What a group that has served before shows at the beginning of a job.
struct ControlGroupStart: Sendable {
  /// Charged to it although no process is left: what the kernel keeps for reuse.
  var memoryBytes: UInt64 = 0
  var memoryKills: UInt64 = 0
  var processRefusals: UInt64 = 0
}
