/// What stands in a job's `/dev`.
///
/// Plain lists of names: the type of any other list would be made by the runtime in each process.
package enum Devices {
  package static let files = ["null", "zero", "full", "random", "urandom"]

  /// A directory that something is mounted on.
  package static let sharedMemory = "shm"

  package static let links = ["fd", "stdin", "stdout", "stderr"]
  package static let linkTargets = [
    "/proc/self/fd", "/proc/self/fd/0", "/proc/self/fd/1", "/proc/self/fd/2",
  ]
}
