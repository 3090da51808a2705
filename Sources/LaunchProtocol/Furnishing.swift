/// Everything about a job's surroundings: what the cell mounts, and what its process gives up,
/// before the command comes.
package struct Furnishing: Hashable, Sendable {
  /// Directories of the host, united.
  package enum Tree: Hashable, Sendable {
    /// A detached mount of them, by its position among the descriptors that come with the message.
    case descriptor(UInt16)
    /// Their paths, the first on top, which the cell opens with the rights of the job's user.
    case layers([String])
  }

  package struct Input: Hashable, Sendable {
    /// Its path below `/in`.
    package let name: String
    /// In which of the input trees it lies.
    package let tree: UInt16
    /// Its name at the top of that tree.
    package let file: String

    package init(name: String, tree: UInt16, file: String) {
      self.name = name
      self.tree = tree
      self.file = file
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

  package let root: Tree
  /// What inputs lie in. A job sees no more of them than its inputs, and of their place on the host
  /// nothing.
  package let inputTrees: [Tree]
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
    root: Tree, inputTrees: [Tree], inputs: [Input], output: Space,
    scratch: Space, landlock: LandlockRules?, seed: [UInt8], confinement: Confinement,
    network: NetworkPlan? = nil
  ) {
    self.root = root
    self.inputTrees = inputTrees
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
