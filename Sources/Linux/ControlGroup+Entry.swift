import Synchronization

extension ControlGroup {
  /// How many descriptors it takes to enter the group.
  package var entryCount: Int { hierarchies }

  /// What a process needs to enter the group: on version 1 a `tasks` file of each hierarchy, open
  /// for writing; on version 2 the directory.
  package func entries() throws(SystemError) -> DescriptorList {
    switch version {
    case .one: try open("tasks", .writeOnly)
    case .two: try open(".", [.path, .directory])
    }
  }

  /// The same, kept open by the group, for one process after another.
  ///
  /// - Returns: the kernel's numbers, valid as long as the group lives.
  package func keptEntries() throws(SystemError) -> [Int32] {
    let result = kept.withLock { kept in
      Result { () throws(SystemError) in
        if kept.count == 0 { kept = try entries() }
        return kept.rawValues
      }
    }
    return try result.get()
  }

  /// Files, open for writing, in each of which a process with a single thread that writes `0` enters
  /// the group.
  package func writableEntries() throws(SystemError) -> DescriptorList {
    try open(version == .one ? "tasks" : "cgroup.procs", .writeOnly)
  }

  private func open(
    _ file: String, _ flags: FileDescriptor.Flags
  ) throws(SystemError) -> DescriptorList {
    var opened = DescriptorList()
    for index in 0..<hierarchies {
      opened.append(try parent.directories.open("\(name)/\(file)", flags, at: index))
    }
    return opened
  }
}
