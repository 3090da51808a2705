import Content
import Images
import Linux
import Sandbox
import TestSupport
import Testing

/// A distribution's own root, made and packed by the distribution's and others' tools, imported and
/// run: `Tests/install-peers` makes it once, with debootstrap and podman.
@Suite struct RealImageTests {
  static let archives = "\(Repository.root)/.build/real-images"
  static let isThere =
    (try? FileDescriptor.open("\(archives)/debian-oci.tar", .readOnly).status()) != nil
  static let absence: Comment =
    "no .build/real-images/debian-oci.tar; Tests/install-peers makes it where debootstrap can"

  static let programs: [(command: [String], output: String)] = [
    (
      ["python3", "-c", "import sys, math; print(sum(range(101)), math.tau > 6, sys.argv)"],
      "5050 True ['-c']\n"
    ),
    (["perl", "-e", "print join(',', map { $_ ** 2 } 1 .. 5), qq(\\n)"], "1,4,9,16,25\n"),
    (
      ["bash", "-c", "for ((i = 0; i < 3; i++)); do echo $i; done | sort -r | tr '\\n' ' '"],
      "2 1 0 "
    ),
    (["/usr/bin/dpkg-query", "--show", "--showformat=${Package}\\n", "bash"], "bash\n"),
    (
      [
        "python3", "-c",
        "import os; open('/out/x', 'w').write(str(os.getuid())); print(len(os.listdir('/proc/self/fd')))",
      ], "4\n"
    ),
  ]

  @Test(
    "Programs of Debian run under the sandbox",
    .enabled(if: isThere, absence), arguments: ["debian-oci.tar", "debian-docker.tar"])
  func debian(archive: String) async throws {
    let arena = try Arena.shared.get()
    let workspace = "\(arena.directory)/images-\(archive)"
    let images = try ImageStore(
      store: try BlobStore(at: "\(workspace)/store"), cacheDirectory: "\(workspace)/roots")
    let digest = try images.importImage(
      from: "\(Self.archives)/\(archive)", reference: "debian:test")
    let root = try images.rootFileSystem(of: digest)
    for program in Self.programs {
      let (outcome, files) = try await arena.run(
        ExecutionSpecification(
          layers: root.layers, command: program.command, requirements: Arena.requirements))
      #expect(outcome.output == program.output, "\(outcome.errors)")
      #expect(outcome.termination == .exited(code: 0))
      #expect(files == (program.output == "4\n" ? ["x": "1000"] : [:]))
    }
    // Programs that run as root where they are at home cannot do here what they are for.
    for command in [
      ["mount", "-t", "tmpfs", "x", "/tmp"], ["su", "-c", "true"], ["chroot", "/"],
    ] {
      let outcome = try await arena.run(
        ExecutionSpecification(
          layers: root.layers, command: command, requirements: Arena.requirements)
      ).outcome
      #expect(outcome.termination != .exited(code: 0), "\(command)")
    }
  }
}
