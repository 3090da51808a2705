import Linux
import TestSupport
import Testing

/// A dozen cases on another host: Debian's kernel with nothing but control groups of version 2, in
/// an emulated machine that boots from memory and needs no rights here.
@Suite struct VirtualMachineTests {
  static let kernel = "\(Repository.root)/.build/guest-kernel"
  /// Once is enough: who starts it makes no difference.
  static let isThere =
    Privileges.user == 0
    && (try? FileDescriptor.open("\(kernel)/vmlinuz", .readOnly).status()) != nil
    && (try? Program(at: "qemu-system-x86_64").run(["--version"]).code) == 0
    && (try? Program(at: "/sbin/mke2fs").run(["-V"]).code) == 0
  static let absence: Comment =
    "needs root’s run, qemu-system-x86_64, mke2fs and .build/guest-kernel/vmlinuz; Tests/install-peers gets all"

  @Test(
    "Isolation and limits hold on a host with version 2 control groups only",
    .enabled(if: isThere, absence))
  func versionTwoOnly() throws {
    let arena = try Arena.shared.get()
    let memory = try Self.makeMemoryImage(arena)
    let disk = try Self.makeDisk(arena)
    let answer = try Program(at: "timeout").run([
      "600", "qemu-system-x86_64", "-M", "pc,accel=tcg", "-cpu", "max,la57=off", "-m", "512",
      "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-serial", "stdio",
      // Of all disks the one that this kernel needs no module for.
      "-drive", "if=none,id=disk,format=raw,file=\(disk)", "-device", "nvme,drive=disk,serial=1",
      "-kernel", "\(Self.kernel)/vmlinuz", "-initrd", memory, "-append",
      // On a busy host the kernel would take its emulated timer for broken.
      "console=ttyS0 quiet panic=-1 no_timer_check rdinit=/init",
    ])
    let lines = answer.standardOutput.split(whereSeparator: \.isNewline)
    #expect(lines.contains("hierarchies: two"), "\(answer)")
    #expect(lines.contains("probe is done, 15 cases"))
    #expect(lines.filter { $0.hasPrefix("PASS ") }.count == 15)
    #expect(lines.filter { $0.hasPrefix("FAIL ") } == [])
    #expect(lines.contains("left: 0"), "control groups of finished jobs")
    #expect(lines.filter { $0.hasPrefix("delegated: PASS ") }.count == 15, "\(answer)")
    #expect(lines.filter { $0.hasPrefix("delegated: FAIL ") } == [])
    #expect(lines.contains("delegated left: 0"))
    #expect(lines.contains("disk: PASS bandwidth"), "\(answer)")
    #expect(lines.filter { $0.hasPrefix("network: PASS ") }.count == NetworkTests.caseCount)
    #expect(lines.filter { $0.hasPrefix("network: FAIL ") } == [])
  }

  /// A file system with four megabytes in the file `data`.
  private static func makeDisk(_ arena: Arena) throws -> String {
    let content = "\(arena.directory)/disk"
    try makeDirectories(content)
    try FileDescriptor.open("\(content)/data", [.writeOnly, .create])
      .writeAll([UInt8](repeating: 7, count: 4 << 20))
    let image = "\(content).ext4"
    let answer = try Program(at: "/sbin/mke2fs").run([
      "-q", "-t", "ext4", "-d", content, image, "16M",
    ])
    try #require(answer.code == 0, "\(answer)")
    return image
  }

  /// The machine's root: our programs, the jobs' root file system, one kernel module.
  private static func makeMemoryImage(_ arena: Arena) throws -> String {
    let root = "\(arena.directory)/guest"
    for name in ["bin", "new", "proc", "dev"] { try makeDirectories("\(root)/\(name)") }
    let directory = try FileDescriptor.open(root, [.readOnly, .directory])
    for (name, source) in [
      ("init", "\(Repository.root)/Tests/HostileTests/guest-init"),
      ("overlay.ko", "\(kernel)/overlay.ko"), ("bin/busybox", "/bin/busybox"),
      ("bin/bystander", try Program(named: "bystander").path),
      ("bin/assay-launcher", try Program(named: "assay-launcher").path),
    ] {
      let copy = try directory.open(name, [.writeOnly, .create], permissions: 0o755)
      try copy.writeAll(try Repository.bytes(at: source))
    }
    try directory.open("bin/prepare-network", [.writeOnly, .create])
      .writeAll(Array(NetworkTests.preparation.utf8))
    try directory.makeSymbolicLink("bin/sh", to: "busybox")
    let script = #"cp -a "$1" image && find . | busybox cpio -o -H newc >../guest.cpio"#
    let answer = try Program(at: "/bin/sh").run([
      "-c", "cd \(root) && " + script, "sh", arena.layer,
    ])
    try #require(answer.code == 0, "\(answer)")
    return "\(arena.directory)/guest.cpio"
  }
}
