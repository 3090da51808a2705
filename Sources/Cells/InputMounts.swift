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
    _ inputs: [Furnishing.Input], _ descriptors: inout DescriptorList
  ) throws(SetupFailure) -> InputMounts {
    var files = DescriptorList()
    for input in inputs {
      let file = try mount(input.source, &descriptors)
      try attempt(.inputs) { () throws(SystemError) in
        try file.restrictMount([.readOnly, .noDevices, .noSetID, .noExecution])
      }
      files.append(file)
    }
    let directory = try attempt(.inputs) { () throws(SystemError) in try places(for: inputs) }
    return InputMounts(names: inputs.map(\.name), files: files, directory: directory)
  }

  private static func mount(
    _ source: Furnishing.Source, _ descriptors: inout DescriptorList
  ) throws(SetupFailure) -> FileDescriptor {
    switch source {
    case .descriptor(let position):
      guard let given = descriptors.take(Int(position)) else {
        throw SetupFailure(.readMessage, code: EBADMSG, detail: "no descriptor for an input")
      }
      return given
    case .path(let path):
      return try attempt(.inputs) { () throws(SystemError) in
        try FileDescriptor.cloneMount(of: path)
      }
    }
  }

  /// Empty files under the inputs' names, for the mounts to go on.
  private static func places(
    for inputs: [Furnishing.Input]
  ) throws(SystemError) -> FileDescriptor? {
    if inputs.isEmpty { return nil }
    let components = inputs.reduce(0) { $0 + $1.name.split(separator: "/").count }
    let directory = try MountContext.memory(
      bytes: 1 << 20, files: UInt64(components), mode: "0755", owner: CellRequest.jobUser,
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
