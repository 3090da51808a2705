import Linux
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
      ("a b - cgroup", nil),
      ("", nil),
    ])
  func parsing(line: String, expected: ControlGroupHierarchy?) {
    #expect(ControlGroupHierarchy.parse(Substring(line)) == expected)
  }

  @Test("A host without the controllers is told which one it lacks")
  func missing() {
    let error = #expect(throws: SystemError.self) {
      _ = try ControlGroupParent.open(named: "assay", in: [])
    }
    #expect(error?.subject == "memory")
  }
}
