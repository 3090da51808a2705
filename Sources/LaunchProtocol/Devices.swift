/// What stands in a job's `/dev`.
package enum Devices {
  /// Device files, with their numbers on every Linux (`Documentation/admin-guide/devices.txt`).
  package static let files: [(name: String, major: UInt32, minor: UInt32)] = [
    ("null", 1, 3), ("zero", 1, 5), ("full", 1, 7), ("random", 1, 8), ("urandom", 1, 9),
  ]

  /// A directory that something is mounted on.
  package static let sharedMemory = "shm"

  package static let links = [
    (name: "fd", target: "/proc/self/fd"), (name: "stdin", target: "/proc/self/fd/0"),
    (name: "stdout", target: "/proc/self/fd/1"), (name: "stderr", target: "/proc/self/fd/2"),
  ]
}
