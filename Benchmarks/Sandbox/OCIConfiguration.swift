import Content

/// The `config.json` of a bundle that runs `true` with what runtimes switch on by default
/// (OCI runtime specification 1.0).
struct OCIConfiguration {
  let root: String

  var canonicalBytes: [UInt8] { json.canonicalBytes }

  private var json: JSON {
    .object([
      "ociVersion": .string("1.0.2"),
      "root": .object(["path": .string(root), "readonly": .boolean(true)]),
      "hostname": .string("job"),
      "process": .object([
        "terminal": .boolean(false), "cwd": .string("/"), "noNewPrivileges": .boolean(true),
        "user": .object(["uid": .integer(0), "gid": .integer(0)]),
        "args": .strings(["/bin/true"]), "env": .strings(["PATH=/bin"]),
      ]),
      "mounts": .array([
        Self.mount("/proc", "proc", []), Self.mount("/dev", "tmpfs", ["nosuid", "mode=755"]),
        Self.mount("/tmp", "tmpfs", ["nosuid", "nodev"]),
      ]),
      "linux": .object([
        "namespaces": .array(
          ["pid", "network", "ipc", "uts", "mount"].map { .object(["type": .string($0)]) })
      ]),
    ])
  }

  private static func mount(_ place: String, _ kind: String, _ options: [String]) -> JSON {
    .object([
      "destination": .string(place), "type": .string(kind), "source": .string(kind),
      "options": .strings(options),
    ])
  }
}
