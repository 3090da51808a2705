extension ControlGroup {
  func applyVersion2(_ limits: Limits) throws(SystemError) {
    try write("\(limits.memoryBytes)", "memory", "memory.max")
    if boundsSwap { try write("0", "memory", "memory.swap.max") }
    // A job that lost one process to a lack of memory is not worth continuing.
    try write("1", "memory", "memory.oom.group")
    try write("\(limits.processes)", "pids", "pids.max")
    if let milliCPUs = limits.milliCPUs {
      let quota = Self.quotaMicroseconds(milliCPUs)
      try write("\(quota) \(Self.periodMicroseconds)", "cpu", "cpu.max")
    }
  }
}
