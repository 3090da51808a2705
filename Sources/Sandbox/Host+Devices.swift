import Linux

extension ExecutionSpecification {
  /// Whether the layer means anything to this job.
  func needs(_ layer: Layer) -> Bool {
    layer != .ioBandwidth || limits.ioBytesPerSecond > 0
  }
}

extension Host {
  /// The devices whose bandwidth is to be bounded for a job; none if it asks for no bound, or accepts
  /// that there is none.
  ///
  /// - Throws: `isolationUnavailable` if something that the job reads lies where nothing bounds it.
  func devices(for specification: ExecutionSpecification) throws(SandboxError) -> [BlockDevice] {
    guard specification.limits.ioBytesPerSecond > 0, missing[.ioBandwidth] == nil else { return [] }
    var devices: Set<BlockDevice> = []
    for path in specification.layers + specification.inputs.map(\.hostPath) {
      switch try Self.storage(of: path) {
      case .memory: break
      case .device(let device): devices.insert(device)
      case .elsewhere:
        guard specification.requirements.contains(.ioBandwidth) else { break }
        throw .isolationUnavailable([
          .ioBandwidth: "\(path) lies on no single disk, so that reading it cannot be slowed down"
        ])
      }
    }
    return devices.sorted { ($0.major, $0.minor) < ($1.major, $1.minor) }
  }

  private static func storage(of path: String) throws(SandboxError) -> FileStorage {
    do throws(SystemError) {
      return try FileDescriptor.open(path, .path).storage()
    } catch {
      throw .system("cannot tell which device \(path) lies on", error)
    }
  }
}
