/// Whether this host can hold a job to one of its limits, and by what.
package struct LimitAvailability: Sendable, Equatable {
  package let name: String
  /// What enforces it; nil if nothing does.
  package let means: String?
  /// Why nothing does; nil if something does.
  package let reason: String?
  /// What an administrator can do about that.
  package let mend: String?

  package var available: Bool { means != nil }

  static func by(_ means: String, _ name: String) -> LimitAvailability {
    LimitAvailability(name: name, means: means, reason: nil, mend: nil)
  }

  static func missing(_ name: String, reason: String, mend: String) -> LimitAvailability {
    LimitAvailability(name: name, means: nil, reason: reason, mend: mend)
  }
}

extension LimitAvailability {
  /// All limits of a job on `host`.
  static func list(_ host: Host) -> [LimitAvailability] {
    let space = "the size of a file system in memory"
    return [
      .by("a timer of the supervisor", "wall-time"),
      grouped("cpu-time", .processorTime, host), grouped("memory", .memoryLimit, host),
      swap(host),
      host.hasGroups
        ? .by("a control group", "processes") : .by("a limit of the job's own user", "processes"),
      grouped("processor-share", .processorShare, host),
      .by(space, "scratch-bytes"), .by(space, "scratch-files"), .by(space, "output-bytes"),
      .by(space, "output-files"),
      .by("the supervisor, which keeps no more", "stdout-bytes"),
      .by("the supervisor, which keeps no more", "stderr-bytes"),
      .by("a resource limit of each process", "open-files"),
      grouped("io-bandwidth", .ioBandwidth, host),
    ]
  }

  private static func grouped(_ name: String, _ layer: Layer, _ host: Host) -> LimitAvailability {
    guard let reason = host.missing[layer] else { return .by("a control group", name) }
    return .missing(name, reason: reason, mend: layer.mend)
  }

  private static func swap(_ host: Host) -> LimitAvailability {
    switch host.boundsSwap {
    case .some(true): .by("a control group", "swap")
    case .some(false):
      .missing(
        "swap", reason: "the kernel does not count swap by control group",
        mend: "boot with swapaccount=1, or without swap")
    case .none: grouped("swap", .memoryLimit, host)
    }
  }
}
