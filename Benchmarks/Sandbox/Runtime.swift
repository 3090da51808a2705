import Content
import Linux

/// A program that starts one job in the root file system and ends with it.
struct Runtime: Sendable {
  let name: String
  /// Program and arguments; the last place that matters is the same busybox `true` for all.
  let command: [String]
  /// Runs it, if it does not work where we are.
  var shell: PrivateShell?

  /// Milliseconds from the start of the program to its end.
  func time() throws -> Double {
    let start = Clock.monotonicNanoseconds()
    if let shell {
      try shell.run()
      return Double(Clock.monotonicNanoseconds() - start) / 1e6
    }
    var process = try ChildProcess(command)
    let output = try process.standardOutput.readAll(limit: 1 << 20)
    let code = try process.wait()
    let elapsed = Clock.monotonicNanoseconds() - start
    guard code == 0 else {
      throw BusyboxRoot.Failure(
        description: "\(name) ended with \(code): \(String(decoding: output, as: UTF8.self))")
    }
    return Double(elapsed) / 1e6
  }

  /// Whether the program is there and can run the job here.
  var works: Bool { (try? time()) != nil }

  /// Other people's runtimes that work on this machine, each with its usual layers.
  static func peers(in root: BusyboxRoot) throws -> [Runtime] {
    let bundle = "\(root.directory)/bundle"
    try makeDirectories(bundle)
    let folder = try FileDescriptor.open(bundle, [.readOnly, .directory])
    try folder.write(OCIConfiguration(root: root.path).canonicalBytes, to: "config.json", .atomic)
    let states = "\(root.directory)/states"
    try makeDirectories(states)
    func oci(_ program: String, _ options: [String] = []) -> [String] {
      [program, "--root", "\(states)/\(program)"] + options
        + ["run", "--bundle", bundle, "assay-benchmark-\(program)"]
    }
    let withoutGroups = oci("crun", ["--cgroup-manager=disabled"])
    let candidates = [
      Runtime(name: "crun", command: oci("crun")),
      // A hybrid host's control groups are refused by some builds.
      Runtime(
        name: "crun without control groups", command: withoutGroups,
        shell: try? PrivateShell(running: withoutGroups)),
      Runtime(name: "runc", command: oci("runc")),
      Runtime(
        name: "bubblewrap",
        command: [
          "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
          "--ro-bind", root.path, "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
          "/bin/true",
        ]),
    ]
    var working: [Runtime] = []
    for candidate in candidates where candidate.works {
      let isSecondCrun = candidate.name.hasPrefix("crun") && working.contains { $0.name == "crun" }
      if !isSecondCrun { working.append(candidate) }
    }
    return working
  }
}
