import CLinux
import LaunchProtocol
import Linux

/// A job's inputs: each file a read-only mount of its own, in a small file system that holds
/// nothing but their names.
struct InputMounts: ~Copyable {
  let names: [String]
  let files: DescriptorList
  /// Nil if there are no inputs: the empty `/in` of the root is enough.
  let directory: FileDescriptor?

  static func make(
    _ plan: Furnishing, _ descriptors: inout DescriptorList
  ) throws(SetupFailure) -> InputMounts {
    var files = DescriptorList()
    for (number, tree) in plan.inputTrees.enumerated() {
      let mount = try Home.mount(tree, .inputs, &descriptors)
      let inputs = plan.inputs.filter { $0.tree == UInt16(number) }
      try attempt(.inputs) { () throws(SystemError) in
        try take(inputs, from: mount, to: &files)
      }
    }
    // In the order in which their mounts were made.
    let inputs = plan.inputTrees.indices.flatMap { number in
      plan.inputs.filter { $0.tree == UInt16(number) }
    }
    let directory = try attempt(.inputs) { () throws(SystemError) in try places(for: inputs) }
    return InputMounts(names: inputs.map(\.name), files: files, directory: directory)
  }

  /// Makes a mount of each file, which shows nothing else of the tree that it lies in.
  ///
  /// The tree is a union of its own, made for this job: the mount table then names the file and no
  /// path of the host, and locks or watches on the file are not those of other jobs.
  private static func take(
    _ inputs: [Furnishing.Input], from tree: borrowing FileDescriptor,
    to files: inout DescriptorList
  ) throws(SystemError) {
    // Only what is attached somewhere can be mounted once more; any directory of the host will do.
    let place = "/proc"
    try tree.attach(at: place)
    for input in inputs {
      let file = try tree.openBeneath(input.file, .path)
      guard try file.status().kind == .regular else { throw SystemError.notRegular(input.name) }
      let mount = try file.cloneMount()
      try mount.restrictMount([.readOnly, .noDevices, .noSetID, .noExecution])
      files.append(mount)
    }
    try detachMount(at: place)
  }

  /// Empty files under the inputs' names, for the mounts to go on.
  private static func places(
    for inputs: [Furnishing.Input]
  ) throws(SystemError) -> FileDescriptor? {
    if inputs.isEmpty { return nil }
    let components = inputs.reduce(0) { $0 + $1.name.split(separator: "/").count }
    let directory = try MountContext.memory(
      bytes: 1 << 20, files: UInt64(components), mode: "0755",
      [.noDevices, .noSetID, .noExecution])
    for input in inputs {
      var path = ""
      for parent in input.name.split(separator: "/").dropLast() {
        path += parent
        do throws(SystemError) {
          try directory.makeDirectory(path)
        } catch let error where error.code == EEXIST {
          // Another input lies in the same directory.
        }
        path += "/"
      }
      _ = try directory.open(
        input.name, [.writeOnly, .create, .exclusive, .noFollow], permissions: 0o444)
    }
    return directory
  }

  /// Attaches the file system and the inputs in it below `root`, then makes it read-only.
  func attach(to root: borrowing FileDescriptor) throws(SystemError) {
    switch directory {
    case .none: return
    case .some(let directory):
      try directory.attach(at: "in", of: root)
      for (index, name) in names.enumerated() {
        try files.attach(index, at: name, of: directory)
      }
      try directory.restrictMount(.readOnly)
    }
  }
}
