extension ControlGroup {
  /// - Parameter before: what stands in the files; nil for a new group.
  func applyVersion1(_ limits: Limits, instead before: Limits?) throws(SystemError) {
    if limits.memoryBytes != before?.memoryBytes {
      try applyMemoryVersion1(limits.memoryBytes, instead: before?.memoryBytes)
    }
    if limits.processes != before?.processes {
      try write("\(limits.processes)", "pids", "pids.max")
    }
    if limits.milliCPUs != before?.milliCPUs {
      try write("\(Self.periodMicroseconds)", "cpu", "cpu.cfs_period_us")
      let quota = limits.milliCPUs.map { "\(Self.quotaMicroseconds($0))" }
      try write(quota ?? "-1", "cpu", "cpu.cfs_quota_us")
    }
  }

  private func applyMemoryVersion1(_ bytes: UInt64, instead before: UInt64?) throws(SystemError) {
    var names = ["memory.limit_in_bytes"]
    // Without swap accounting there is no such file; a host with swap would let a job exceed its
    // memory that way, which `boundsSwap` says.
    if boundsSwap { names.append("memory.memsw.limit_in_bytes") }
    // Memory with swap may never be less than without.
    if let before, before < bytes { names.reverse() }
    for name in names { try write("\(bytes)", "memory", name) }
  }
}
