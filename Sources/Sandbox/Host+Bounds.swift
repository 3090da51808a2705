import Linux

extension Host {
  /// Whom the streams of the cells of `berth` have to belong to; nil for the user that we are.
  func owner(of berth: UInt32) -> (user: UInt32, group: UInt32)? {
    privileged ? identity(of: berth) : nil
  }

  /// Sets the job's limits on its cell's control group, unless they stand there already.
  ///
  /// - Parameter devices: what the job's reading and writing is bounded on.
  /// - Returns: the processor time that the cell has used so far, in microseconds.
  func bound(
    _ cell: Cell, for specification: ExecutionSpecification, _ devices: [BlockDevice]
  ) throws(SandboxError) -> UInt64 {
    let limits = specification.limits
    let bounds = ControlGroup.Limits(
      memoryBytes: limits.memoryBytes,
      // The cell's first process is one of them, and so is a relay.
      processes: limits.processes + (specification.network.endpoints.isEmpty ? 1 : 2),
      milliCPUs: limits.milliCPUs < processors * 1000 ? limits.milliCPUs : nil)
    do throws(SystemError) {
      guard let group = cell.group else { return 0 }
      try group.apply(bounds)
      try group.bound(devices, bytesPerSecond: limits.ioBytesPerSecond)
      return try group.processorMicroseconds()
    } catch {
      throw .isolationUnavailable([.memoryLimit: error.description])
    }
  }
}
