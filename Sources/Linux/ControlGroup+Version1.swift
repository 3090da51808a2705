extension ControlGroup {
  func applyVersion1(_ limits: Limits) throws(SystemError) {
    try write("\(limits.memoryBytes)", "memory", "memory.limit_in_bytes")
    // Without swap accounting there is no such file; a host with swap would let a job exceed its
    // memory that way, which `boundsSwap` says.
    if boundsSwap { try write("\(limits.memoryBytes)", "memory", "memory.memsw.limit_in_bytes") }
    try write("\(limits.processes)", "pids", "pids.max")
    if let milliCPUs = limits.milliCPUs {
      try write("\(Self.periodMicroseconds)", "cpu", "cpu.cfs_period_us")
      try write("\(Self.quotaMicroseconds(milliCPUs))", "cpu", "cpu.cfs_quota_us")
    }
  }

  func usageVersion1() throws(SystemError) -> Usage {
    Usage(
      processorMicroseconds: try processorMicroseconds(),
      peakMemoryBytes: try number("memory", "memory.max_usage_in_bytes"),
      memoryKills: try entry("memory", "memory.oom_control", key: "oom_kill"),
      processRefusals: try entry("pids", "pids.events", key: "max"))
  }

  /// Whether swap counts towards the memory limit.
  package var boundsSwap: Bool {
    switch version {
    case .one: has("memory", "memory.memsw.limit_in_bytes")
    case .two: has("memory", "memory.swap.max")
    }
  }
}
