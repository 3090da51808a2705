/// Everything about a job's surroundings: what the cell mounts, and what its process gives up,
/// before the command comes.
package struct Furnishing: Hashable, Sendable {
  /// Where a mount comes from.
  package enum Source: Hashable, Sendable {
    /// A detached mount among the descriptors that come with the message, by position.
    case descriptor(UInt16)
    /// A path of the host, which the cell opens with the rights of the job's user.
    case path(String)
  }

  package enum Root: Hashable, Sendable {
    /// A detached mount, ready to be the root, by its position among the descriptors.
    case descriptor(UInt16)
    /// Directories of the host to unite, the first on top.
    case layers([String])
  }

  package struct Input: Hashable, Sendable {
    /// Its path below `/in`.
    package let name: String
    package let source: Source

    package init(name: String, source: Source) {
      self.name = name
      self.source = source
    }
  }

  /// Size of a file system in memory.
  package struct Space: Hashable, Sendable {
    package let bytes: UInt64
    /// Files and directories.
    package let files: UInt64

    package init(bytes: UInt64, files: UInt64) {
      self.bytes = bytes
      self.files = files
    }
  }

  package let root: Root
  package let inputs: [Input]
  package let output: Space
  package let scratch: Space
  package let landlock: LandlockRules?
  /// What `/dev/random` and `/dev/urandom` follow from, up to 32 bytes; empty for the kernel's own.
  package let seed: [UInt8]
  package let confinement: Confinement
  /// Nil for a job without any network.
  package let network: NetworkPlan?

  package init(
    root: Root, inputs: [Input], output: Space, scratch: Space, landlock: LandlockRules?,
    seed: [UInt8], confinement: Confinement,
    network: NetworkPlan? = nil
  ) {
    self.root = root
    self.inputs = inputs
    self.output = output
    self.scratch = scratch
    self.landlock = landlock
    self.seed = seed
    self.confinement = confinement
    self.network = network
  }
}

/// What Landlock denies and where it makes exceptions; the bits are the kernel's own.
package struct LandlockRules: Hashable, Sendable {
  package struct Exception: Hashable, Sendable {
    /// An absolute path inside the job's root.
    package let path: String
    package let access: UInt64

    package init(path: String, access: UInt64) {
      self.path = path
      self.access = access
    }
  }

  package let files: UInt64
  package let network: UInt64
  package let scopes: UInt64
  package let exceptions: [Exception]
  /// TCP ports that may be connected to.
  package let ports: [UInt16]

  package init(
    files: UInt64, network: UInt64, scopes: UInt64, exceptions: [Exception], ports: [UInt16] = []
  ) {
    self.files = files
    self.network = network
    self.scopes = scopes
    self.exceptions = exceptions
    self.ports = ports
  }
}
