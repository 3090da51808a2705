/// What the program is to do.
enum Mode: String {
  /// Run many jobs and compare what it holds of the host before and after.
  case leaks
  /// Run a job that writes without end, and compare the memory before and after.
  case flood
  /// Start a long job, say so, and wait to be killed.
  case hold
  /// End the sandbox under running jobs.
  case close
  /// Kill the launcher under a running job, and go on.
  case crash
  /// Hold a name in the network of a job that is killed.
  case squat
  /// Run jobs of different kinds in the same control groups, and compare with new ones.
  case reuse
  /// Run a dozen cases and print whether each passed.
  case probe
  /// Read from a disk no faster than a job may, on a host where one is mounted on `/disk`.
  case disk
  /// The same with jobs that have a network, on a host that `guest-network` has prepared.
  case network
}
