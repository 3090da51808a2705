/// One of the protections that a sandbox is made of.
package enum Layer: String, Sendable, Hashable, CaseIterable {
  case userNamespace = "user-namespace"
  case processNamespace = "pid-namespace"
  case mountNamespace = "mount-namespace"
  case networkNamespace = "network-namespace"
  case ipcNamespace = "ipc-namespace"
  case hostnameNamespace = "uts-namespace"
  case cgroupNamespace = "cgroup-namespace"
  /// Monotonic and boot clock begin with the job, or with the cell that waited for it.
  case timeNamespace = "time-namespace"
  case keyring
  /// The image's files, read-only, in place of the host's.
  case rootFileSystem = "read-only-root"
  /// Inputs as read-only mounts.
  case inputs
  /// Bounded output, scratch space and shared memory.
  case boundedSpace = "bounded-space"
  case devices = "private-devices"
  case processView = "process-view"
  case closedDescriptors = "closed-descriptors"
  case capabilities
  case noNewPrivileges = "no-new-privileges"
  case landlock
  case systemCallFilter = "system-call-filter"
  case resourceLimits = "resource-limits"
  /// Memory of all processes together, swap included.
  case memoryLimit = "memory-limit"
  /// How many processes the job has at once.
  case processLimit = "process-limit"
  /// Share of the processors.
  case processorShare = "processor-share"
  /// Processor time of all processes together.
  case processorTime = "processor-time"
  /// Bandwidth of devices, for jobs that ask for a bound.
  case ioBandwidth = "io-bandwidth"

  /// Layers that need control groups.
  package static let controlGroupLayers: Set<Layer> = [
    .memoryLimit, .processorShare, .processorTime,
  ]

  /// Whether every job has it, not only those that ask.
  package var isGeneral: Bool { self != .ioBandwidth }
}

/// Which layers a job insists on. It is refused, not run with less, where one is missing.
package struct Requirements: Sendable, Equatable {
  /// Those that it does without.
  private let dispensable: [Layer]

  /// Everything.
  package static let all = Requirements(dispensable: [])
  /// Everything but the limits that an ordinary user's host cannot enforce.
  package static let withoutControlGroups = Requirements(
    dispensable: [.ioBandwidth] + Layer.controlGroupLayers)
  /// Nothing: whatever can be had.
  package static let none = Requirements(dispensable: Layer.allCases)

  /// Whether the job insists on `layer`.
  package func contains(_ layer: Layer) -> Bool { !dispensable.contains(layer) }
}

/// Whether this host offers a layer, and if not, why and what helps.
package struct LayerAvailability: Sendable, Equatable {
  package let layer: Layer
  package let available: Bool
  /// Why it is missing; nil if it is there.
  package let reason: String?
  /// What an administrator can do about it.
  package let mend: String?

  package init(layer: Layer, reason: String? = nil, mend: String? = nil) {
    self.layer = layer
    available = reason == nil
    self.reason = reason
    self.mend = mend
  }
}
