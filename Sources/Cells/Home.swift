import CLinux
import LaunchProtocol
import Linux

/// A job's file system, in place: this process has it as its root and sees nothing of the host.
struct Home: ~Copyable {
  let output: FileDescriptor
  let scratch: FileDescriptor
  let landlock: Landlock?
  /// The job's standard input.
  let nothing: FileDescriptor
  let confinement: Confinement
  let network: NetworkPlan?
  /// What a strict job's random bytes follow from; empty otherwise.
  let seed: [UInt8]

  /// Mounts everything and moves in.
  static func build(
    _ plan: Furnishing, _ prepared: borrowing PreparedMounts, _ descriptors: inout DescriptorList
  ) throws(SetupFailure) -> Home {
    let root = try Self.mount(plan.root, .rootFileSystem, &descriptors)
    let output = try attempt(.outputSpace) { () throws(SystemError) in
      try memory(plan.output, mode: "0755", [.noDevices, .noSetID, .noExecution])
    }
    let scratch = try attempt(.scratchSpace) { () throws(SystemError) in
      try memory(plan.scratch, mode: nil, [.noDevices, .noSetID])
    }
    let shared = try attempt(.sharedMemory) { () throws(SystemError) in
      try memory(plan.scratch, mode: nil, [.noDevices, .noSetID, .noExecution])
    }
    let inputs = try InputMounts.make(plan, &descriptors)
    try attempt(.attachMounts) { () throws(SystemError) in
      // Any directory of the host will do; nothing below needs its /proc any more.
      try root.attach(at: "/proc")
      try prepared.devices.attachTree(to: root)
      try output.attach(at: "out", of: root)
      try scratch.attach(at: "tmp", of: root)
      try shared.attach(at: "dev/shm", of: root)
      if !plan.seed.isEmpty {
        try FixedRandomness(seed: plan.seed)
          .attach(to: root, standingAt: "/proc")
      }
      try prepared.processes.attach(at: "proc", of: root)
      try prepared.devices.attachFiles(to: root, withRandom: plan.seed.isEmpty)
    }
    try attempt(.inputs) { () throws(SystemError) in try inputs.attach(to: root) }
    try attempt(.changeRoot) { () throws(SystemError) in try root.becomeRoot() }
    let landlock = try Self.landlock(plan.landlock)
    let nothing = try attempt(.devices) { () throws(SystemError) in
      try FileDescriptor.open("/dev/null", .readOnly)
    }
    return Home(
      output: output, scratch: scratch, landlock: landlock, nothing: nothing,
      confinement: plan.confinement, network: plan.network, seed: plan.seed)
  }

  /// The number of the descriptor that holds the Landlock rules, where there are any.
  var landlockRules: Int32? {
    switch landlock {
    case .some(let landlock): landlock.descriptor.rawValue
    case .none: nil
    }
  }

  /// A detached mount of `tree`.
  static func mount(
    _ tree: Furnishing.Tree, _ step: SetupStep, _ descriptors: inout DescriptorList
  ) throws(SetupFailure) -> FileDescriptor {
    switch tree {
    case .descriptor(let position):
      guard let mount = descriptors.take(Int(position)) else {
        throw SetupFailure(.readMessage, code: EBADMSG, detail: "no descriptor for \(step)")
      }
      return mount
    case .layers(let paths):
      return try attempt(step) { () throws(SystemError) in
        var layers = DescriptorList()
        for path in paths {
          layers.append(try FileDescriptor.open(path, [.path, .directory]))
        }
        return try MountContext.overlay(layers)
      }
    }
  }

  private static func memory(
    _ space: Furnishing.Space, mode: String?, _ attributes: MountAttributes
  ) throws(SystemError) -> FileDescriptor {
    try MountContext.memory(
      bytes: space.bytes, files: space.files, mode: mode, attributes)
  }

  static func landlock(_ rules: LandlockRules?) throws(SetupFailure) -> Landlock? {
    guard let rules else { return nil }
    return try attempt(.landlockRules) { () throws(SystemError) in
      let landlock = try Landlock(
        files: rules.files, network: rules.network, scopes: rules.scopes)
      for exception in rules.exceptions {
        try landlock.allow(exception.access, at: FileDescriptor.open(exception.path, .path))
      }
      for port in rules.ports { try landlock.allow(Self.connectTCP, toPort: port) }
      return landlock
    }
  }

  /// `LANDLOCK_ACCESS_NET_CONNECT_TCP`
  private static let connectTCP: UInt64 = 1 << 1
}
