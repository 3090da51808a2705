import CLinux

/// The control group of one job: what bounds and counts all of its processes together.
///
/// It is not removed with the value: `ControlGroupParent.removeGroup` does that once every process
/// is gone.
package struct ControlGroup: ~Copyable, Sendable {
  package struct Limits: Equatable, Sendable {
    /// Memory and swap together.
    package let memoryBytes: UInt64
    package let processes: UInt64
    /// Thousandths of a processor; nil for no bound.
    package let milliCPUs: UInt64?

    package init(memoryBytes: UInt64, processes: UInt64, milliCPUs: UInt64?) {
      self.memoryBytes = memoryBytes
      self.processes = processes
      self.milliCPUs = milliCPUs
    }
  }

  package struct Usage: Equatable, Sendable {
    /// Time on processors, of programs and of the kernel for them.
    package let processorMicroseconds: UInt64
    /// Nil where the kernel does not keep it.
    package let peakMemoryBytes: UInt64?
    /// Processes that the kernel killed because the group was out of memory.
    package let memoryKills: UInt64
    /// Attempts to start a process that the limit refused.
    package let processRefusals: UInt64
  }

  package let name: String
  package let version: ControlGroupHierarchy.Version
  let directories: DescriptorList
  let positions: [String: Int]

  /// Length of the interval in which processor time is doled out. Short, so that a job that has
  /// spent its share is not stopped for long at once.
  static let periodMicroseconds: UInt64 = 20_000

  /// Processor time per period; the kernel refuses less than a millisecond.
  static func quotaMicroseconds(_ milliCPUs: UInt64) -> UInt64 {
    max(1000, milliCPUs * periodMicroseconds / 1000)
  }

  /// Sets every limit.
  package func apply(_ limits: Limits) throws(SystemError) {
    switch version {
    case .one: try applyVersion1(limits)
    case .two: try applyVersion2(limits)
    }
  }

  /// Bounds what the group reads from, and as much again what it writes to, each of `devices`.
  ///
  /// - Throws: `ENOENT` if the group was not made for that.
  package func bound(
    _ devices: [BlockDevice], bytesPerSecond rate: UInt64
  ) throws(SystemError) {
    for device in devices {
      switch version {
      case .one:
        try write("\(device) \(rate)", "blkio", "blkio.throttle.read_bps_device")
        try write("\(device) \(rate)", "blkio", "blkio.throttle.write_bps_device")
      case .two: try write("\(device) rbps=\(rate) wbps=\(rate)", "blkio", "io.max")
      }
    }
  }

  /// What the group has used so far.
  package func usage() throws(SystemError) -> Usage {
    switch version {
    case .one: try usageVersion1()
    case .two: try usageVersion2()
    }
  }

  /// Processor time used so far, in microseconds.
  package func processorMicroseconds() throws(SystemError) -> UInt64 {
    switch version {
    case .one: try number("cpuacct", "cpuacct.usage") / 1000
    case .two: try entry("cpu", "cpu.stat", key: "usage_usec")
    }
  }

  /// What a process needs to enter the group: on version 1 a `tasks` file of each hierarchy, open
  /// for writing; on version 2 the directory.
  package func entries() throws(SystemError) -> DescriptorList {
    var entries = DescriptorList()
    for index in 0..<directories.count {
      switch version {
      case .one: entries.append(try directories.open("tasks", .writeOnly, at: index))
      case .two: entries.append(try directories.open(".", [.path, .directory], at: index))
      }
    }
    return entries
  }
}

extension ControlGroup {
  /// Files, open for writing, in each of which a process with a single thread that writes `0` enters
  /// the group.
  package func writableEntries() throws(SystemError) -> DescriptorList {
    var entries = DescriptorList()
    let name = version == .one ? "tasks" : "cgroup.procs"
    for index in 0..<directories.count {
      entries.append(try directories.open(name, .writeOnly, at: index))
    }
    return entries
  }

  func write(_ value: String, _ controller: String, _ file: String) throws(SystemError) {
    try open(controller, file, .writeOnly).writeAll(Array(value.utf8))
  }

  func number(_ controller: String, _ file: String) throws(SystemError) -> UInt64 {
    guard let value = UInt64(try text(controller, file).prefix { $0.isNumber }) else {
      throw SystemError("read a number", file, code: EBADMSG)
    }
    return value
  }

  /// The value after `key` in a file of lines `key value`; 0 if the kernel has no such line.
  func entry(_ controller: String, _ file: String, key: String) throws(SystemError) -> UInt64 {
    for line in try text(controller, file).split(separator: "\n") {
      let fields = line.split(separator: " ")
      if fields.count == 2, fields[0] == key, let value = UInt64(fields[1]) { return value }
    }
    return 0
  }

  func has(_ controller: String, _ file: String) -> Bool {
    guard let position = positions[controller], position < directories.count else { return false }
    return unsafe faccessat(directories.rawValues[position], file, F_OK, 0) == 0
  }

  private func text(_ controller: String, _ file: String) throws(SystemError) -> String {
    String(decoding: try open(controller, file, .readOnly).readAll(limit: 1 << 14), as: UTF8.self)
  }

  private func open(
    _ controller: String, _ file: String, _ flags: FileDescriptor.Flags
  ) throws(SystemError) -> FileDescriptor {
    guard let position = positions[controller], position < directories.count else {
      throw SystemError("find the control group controller", controller, code: ENOENT)
    }
    return try directories.open(file, flags, at: position)
  }
}
