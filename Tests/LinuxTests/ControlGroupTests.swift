import Linux
import TestSupport
import Testing

@Suite struct ControlGroupTests {
  @Test(
    "Lines of mountinfo",
    arguments: [
      (
        "24 19 0:21 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory",
        ControlGroupHierarchy(
          version: .one, mountPoint: "/sys/fs/cgroup/memory", controllers: ["memory"])
      ),
      (
        "24 19 0:21 / /cg/cpu rw - cgroup cgroup rw,cpu,cpuacct",
        ControlGroupHierarchy(
          version: .one, mountPoint: "/cg/cpu", controllers: ["cpu", "cpuacct"])
      ),
      (
        "30 19 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw",
        ControlGroupHierarchy(version: .two, mountPoint: "/sys/fs/cgroup", controllers: [])
      ),
      ("22 1 254:0 / / rw,relatime - ext4 /dev/vda rw", nil), ("nonsense", nil),
      ("a b - cgroup", nil), ("1 2 3 / /cg rw - cgroup cgroup", nil),
      ("1 2 3 / /cg rw - cgroups cgroup rw,cpu,x", nil),
      ("", nil),
    ])
  func parsing(line: String, expected: ControlGroupHierarchy?) {
    #expect(ControlGroupHierarchy.parse(Array(line.utf8)[...]) == expected)
  }

  @Test("A host without the controllers is told which one it lacks")
  func missing() {
    let error = #expect(throws: SystemError.self) {
      _ = try ControlGroupParent.open(named: "assay", in: [])
    }
    #expect(error?.subject == "memory")
  }

  /// A tree of plain files in which the control group code finds what it looks for.
  private static func tree(_ version: ControlGroupHierarchy.Version) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    for name in ["main/assay", "devices/assay"] {
      try makeDirectories("\(directory.path)/\(name)")
    }
    guard version == .two else { return directory }
    let top = try FileDescriptor.open(directory.path, [.readOnly, .directory])
    for name in ["main/cgroup.subtree_control", "main/assay/cgroup.subtree_control"] {
      _ = try top.open(name, [.writeOnly, .create])
    }
    return directory
  }

  @Test(
    "The bandwidth of devices is written as each version has it",
    arguments: [
      (
        ControlGroupHierarchy.Version.one,
        [
          "devices/assay/x/blkio.throttle.read_bps_device": "254:0 4096",
          "devices/assay/x/blkio.throttle.write_bps_device": "254:0 4096",
        ]
      ), (.two, ["main/assay/x/io.max": "254:0 rbps=4096 wbps=4096"]),
    ])
  func bandwidth(version: ControlGroupHierarchy.Version, expected: [String: String]) throws {
    let directory = try Self.tree(version)
    let path = directory.path
    let hierarchies: [ControlGroupHierarchy] =
      version == .two
      ? [.init(version: .two, mountPoint: "\(path)/main", controllers: ["memory", "pids", "cpu"])]
      : [
        .init(
          version: .one, mountPoint: "\(path)/main",
          controllers: ["memory", "pids", "cpu", "cpuacct"]),
        .init(version: .one, mountPoint: "\(path)/devices", controllers: ["blkio"]),
      ]
    let parent = try ControlGroupParent.open(named: "assay", in: hierarchies)
    let boundsDevices = parent.boundsDevices
    #expect(boundsDevices)
    let group = try parent.makeGroup(named: "x", boundingDevices: true)
    let top = try FileDescriptor.open(path, [.readOnly, .directory])
    for name in expected.keys { _ = try top.open(name, [.writeOnly, .create]) }
    try group.bound([BlockDevice(major: 254, minor: 0)], bytesPerSecond: 4096)
    for (name, text) in expected {
      #expect(
        String(decoding: try top.open(name, .readOnly).readAll(limit: 100), as: UTF8.self) == text)
    }
    guard version == .one else { return }
    // One that did not ask is not in that hierarchy, and cannot be bounded.
    let other = try parent.makeGroup(named: "y")
    #expect(try top.open("devices/assay", [.readOnly, .directory]).entries() == ["x"])
    #expect(throws: SystemError.self) {
      try other.bound([BlockDevice(major: 254, minor: 0)], bytesPerSecond: 1)
    }
  }

  @Test("A host without the controller says so, and has groups all the same")
  func noDeviceController() throws {
    let directory = try Self.tree(.one)
    let parent = try ControlGroupParent.open(
      named: "assay",
      in: [
        .init(
          version: .one, mountPoint: "\(directory.path)/main",
          controllers: ["memory", "pids", "cpu", "cpuacct"])
      ])
    let boundsDevices = parent.boundsDevices
    #expect(!boundsDevices)
    _ = try parent.makeGroup(named: "x")
  }

  @Test("Files in memory, on a disk and elsewhere are told apart")
  func storage() throws {
    #expect(try FileDescriptor.open("/proc/version", .path).storage() == .elsewhere)
    #expect(try FileDescriptor.open("/dev/shm", .path).storage() == .memory)
  }

  static let written: [(version: ControlGroupHierarchy.Version, files: [String: String])] = [
    (
      .one,
      [
        "memory.limit_in_bytes": "1000", "memory.memsw.limit_in_bytes": "1000", "pids.max": "7",
        "cpu.cfs_period_us": "20000", "cpu.cfs_quota_us": "30000",
      ]
    ),
    (
      .two,
      [
        "memory.max": "1000", "memory.swap.max": "0", "memory.oom.group": "1", "pids.max": "7",
        "cpu.max": "30000 20000",
      ]
    ),
  ]

  @Test("Memory with swap, processes and processors are written as each version has it")
  func limits() throws {
    for (version, files) in Self.written {
      let directory = try Self.tree(version)
      let hierarchy = ControlGroupHierarchy(
        version: version, mountPoint: "\(directory.path)/main",
        controllers: ["memory", "pids", "cpu", "cpuacct"])
      let group = try ControlGroupParent.open(named: "assay", in: [hierarchy]).makeGroup(named: "x")
      let top = try FileDescriptor.open("\(hierarchy.mountPoint)/assay/x", [.readOnly, .directory])
      for name in files.keys { _ = try top.open(name, [.writeOnly, .create]) }
      try group.apply(.init(memoryBytes: 1000, processes: 7, milliCPUs: 1500))
      for (name, text) in files {
        let bytes = try top.open(name, .readOnly).readAll(limit: 100)
        #expect(String(decoding: bytes, as: UTF8.self) == text, "\(name)")
      }
    }
  }
}
