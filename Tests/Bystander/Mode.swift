/// What the program is to do.
enum Mode: String {
  /// Run many jobs and compare what it holds of the host before and after.
  case leaks
  /// Start a long job, say so, and wait to be killed.
  case hold
  /// Kill the launcher under a running job, and go on.
  case crash
  /// Run a dozen cases and print whether each passed.
  case probe
}
