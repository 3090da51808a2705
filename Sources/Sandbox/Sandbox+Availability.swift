import Linux

extension Sandbox {
  /// Every layer, whether this host offers it to us, and if not, what would help.
  ///
  /// What only a trial can show (a kernel that has a feature and denies it) shows when a cell is
  /// made: a job is refused then all the same, before its command runs.
  package static func availability() -> [LayerAvailability] { list(missing: Host().missing) }

  /// The same, after the trial: a job goes through every step up to the execution of its command,
  /// which its empty image does not have.
  ///
  /// - Throws: what keeps the trial from showing anything, as a launcher that is missing.
  package func tryLayers() async throws(SandboxError) -> [LayerAvailability] {
    Self.list(missing: host.missing.merging(try await trial(.none)) { _, tried in tried })
  }

  /// Every kind of network that a job can ask for, and whether it can have it here; found out by
  /// trying.
  package func tryNetworks() async throws(SandboxError) -> [NetworkAvailability] {
    // A documentation address (RFC 5737), which the trial never connects to.
    let somewhere = InternetEndpoint(InternetAddress("203.0.113.1") ?? .unspecified, port: 1)
    var list: [NetworkAvailability] = []
    for (name, network) in [
      ("none", Network.none), ("loopback", .loopback), ("allow", .allow([somewhere])),
    ] {
      let reasons = try await trial(network).sorted { $0.key.rawValue < $1.key.rawValue }
      list.append(
        NetworkAvailability(
          name: name, reason: reasons.first?.value, mend: reasons.first?.key.mend))
    }
    return list
  }

  /// Whether we have the right to mount images; whether the kernel can, `tryImage` shows.
  package var mayMountImages: Bool { host.privileged }

  /// Whether jobs can have EROFS images as their roots here, tried with the one at `path`.
  ///
  /// - Returns: why not; nil if they can.
  package func tryImage(at path: String) -> String? {
    do throws(SystemError) {
      try furnisher.tryImage(at: path)
      return nil
    } catch {
      return error.description
    }
  }

  /// Takes a job with that network through every step up to its command.
  ///
  /// - Returns: the layers that failed, with the reasons.
  private func trial(_ network: Network) async throws(SandboxError) -> [Layer: String] {
    do throws(SystemError) {
      try makeDirectories("\(stateDirectory)/empty")
    } catch {
      throw .system("cannot prepare the trial", error)
    }
    let trial = ExecutionSpecification(
      layers: ["\(stateDirectory)/empty"], command: ["/nothing"],
      determinism: network.endpoints.isEmpty ? .strict : .standard, network: network,
      requirements: .none)
    do throws(SandboxError) {
      _ = try await run(trial) { (_: borrowing OutputFile) throws(SandboxError) in }
      return [:]
    } catch {
      switch error.code {
      // The last step before a program runs: all others were taken.
      case .commandNotExecutable: return [:]
      case .isolationUnavailable(let reasons): return reasons
      default: throw error
      }
    }
  }

  /// Every limit of a job, and whether this host can enforce it.
  package func limits() -> [LimitAvailability] { LimitAvailability.list(host) }

  private static func list(missing: [Layer: String]) -> [LayerAvailability] {
    Layer.allCases.map { layer in
      guard let reason = missing[layer] else { return LayerAvailability(layer: layer) }
      return LayerAvailability(layer: layer, reason: reason, mend: layer.mend)
    }
  }
}

extension Layer {
  /// Entry below `/proc/self/ns` of the namespace that the layer is, if it is one.
  var namespaceFile: String? {
    switch self {
    case .userNamespace: "user"
    case .processNamespace: "pid"
    case .mountNamespace: "mnt"
    case .networkNamespace: "net"
    case .ipcNamespace: "ipc"
    case .hostnameNamespace: "uts"
    case .cgroupNamespace: "cgroup"
    case .timeNamespace: "time"
    default: nil
    }
  }

  /// What an administrator can do about its absence.
  var mend: String {
    switch self {
    case .memoryLimit, .processLimit, .processorShare, .processorTime:
      "run as root, or where control groups of version 2 with the controllers memory, pids and cpu"
        + " are delegated (systemd-run --user --scope -p Delegate=yes)"
    case .ioBandwidth:
      "run as root, or where control groups with the controller io are delegated, on a kernel with"
        + " BLK_DEV_THROTTLING"
    case .userNamespace:
      "set user.max_user_namespaces above 0 (sysctl), or run as root"
    case .landlock:
      "boot Linux 5.13 or later with landlock among the lsm= modules"
    default:
      "boot a kernel (5.15 or later) that is configured with this feature"
    }
  }
}
