import LaunchProtocol

/// What exactly a job is confined by, in bytes that are the same for the same confinement, so that
/// they can be hashed and attested.
package struct IsolationProfile: Sendable, Equatable {
  /// Instructions of the system call filter as the kernel gets them.
  package let filter: [UInt8]
  /// One line for each mount: place, kind, restrictions.
  package let mountTable: String
  /// Layers in force, in the order of their declaration.
  package let layers: [Layer]
  package let determinism: DeterminismClass
  /// All of the above except the filter, and the rest of what is fixed, as text.
  package let text: String
}

extension IsolationProfile {
  static func make(
    for specification: ExecutionSpecification, layers: [Layer], filter: [UInt8],
    landlock: LandlockRules?, rootIsImage: Bool, hasDeviceTree: Bool
  ) -> IsolationProfile {
    let mounts = mountTable(
      for: specification, rootIsImage: rootIsImage, hasDeviceTree: hasDeviceTree)
    var lines = ["assay isolation profile 1", "determinism \(specification.determinism.rawValue)"]
    lines += layers.map { "layer \($0.rawValue)" }
    lines += ["user \(CellRequest.jobUser)", "hostname assay", "umask 022"]
    lines += ["network \(specification.network)", "clock monotonic 0", "clock boottime 0"]
    lines += ["violations \(specification.recordsViolations ? "recorded" : "ignored")"]
    if specification.determinism == .strict { lines.append("getrandom chacha20 by thread") }
    if specification.limits.ioBytesPerSecond > 0 {
      lines.append("io \(specification.limits.ioBytesPerSecond) bytes a second")
    }
    if let landlock {
      lines.append("landlock \(landlock.files) \(landlock.network) \(landlock.scopes)")
      lines += landlock.ports.map { "landlock connect \($0)" }
      lines += landlock.exceptions.map { "landlock allow \($0.path) \($0.access)" }
    }
    return IsolationProfile(
      filter: filter, mountTable: mounts, layers: layers, determinism: specification.determinism,
      text: lines.joined(separator: "\n") + "\n" + mounts)
  }

  private static func mountTable(
    for specification: ExecutionSpecification, rootIsImage: Bool, hasDeviceTree: Bool
  ) -> String {
    let limits = specification.limits
    let space = "size=\(limits.scratchBytes),files=\(limits.scratchFiles)"
    var lines = [
      "/ \(rootIsImage ? "erofs" : "overlay") ro,nodev,nosuid",
      "/proc proc nodev,nosuid,noexec,subset=pid,hidepid=ptraceable",
      "/out tmpfs nodev,nosuid,noexec,size=\(limits.outputBytes),files=\(limits.outputFiles)",
      "/tmp tmpfs nodev,nosuid,\(space)", "/dev/shm tmpfs nodev,nosuid,noexec,\(space)",
    ]
    if hasDeviceTree { lines.append("/dev tmpfs ro,nosuid,noexec") }
    lines += ["null", "zero", "full"].map { "/dev/\($0) device nosuid,noexec" }
    let random =
      specification.determinism == .strict
      ? "file ro,nodev,nosuid,noexec,chacha20" : "device nosuid,noexec"
    lines += ["/dev/random \(random)", "/dev/urandom \(random)"]
    lines += specification.inputs.map(\.name).sorted().map {
      "/in/\($0) overlay ro,nodev,nosuid,noexec"
    }
    return lines.map { "mount \($0)\n" }.joined()
  }
}
