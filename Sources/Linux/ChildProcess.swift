import CLinux

/// A program started with a pipe to its standard input and one from its standard output; its
/// standard error is this process's own.
///
/// A child that has not been waited for is killed and reaped when the value ends.
package struct ChildProcess: ~Copyable {
  private let identifier: pid_t
  private var isReaped = false
  /// Closing it tells the child that no more requests come.
  package let standardInput: FileDescriptor
  package let standardOutput: FileDescriptor

  /// Starts `arguments[0]`, looked up on `PATH` (`posix_spawnp(3)`); environment is inherited.
  package init(_ arguments: [String]) throws(SystemError) {
    guard let program = arguments.first else { throw SystemError("posix_spawnp", code: EINVAL) }
    let input = try Pipe()
    let output = try Pipe()
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    // dup2 clears close-on-exec in the child; every other descriptor of ours is close-on-exec.
    unsafe posix_spawn_file_actions_adddup2(&actions, input.reading.rawValue, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output.writing.rawValue, 1)
    var pid: pid_t = 0
    let copies = CStringArray(arguments)
    let code = unsafe copies.withPointer { argv in
      unsafe posix_spawnp(&pid, program, &actions, nil, argv, assay_environment())
    }
    guard code == 0 else { throw SystemError("posix_spawnp", program, code: code) }
    identifier = pid
    standardInput = input.takeWriting()
    standardOutput = output.takeReading()
  }

  deinit {
    if isReaped { return }
    kill(identifier, SIGKILL)
    var status: Int32 = 0
    // The child exists and is ours, so that waiting for it can only be interrupted.
    _ = try? systemCall("waitpid") { unsafe waitpid(identifier, &status, 0) }
  }

  /// Waits until the child has ended, once (`waitpid(2)`).
  ///
  /// - Returns: its exit code, or 128 and the number of the signal that ended it, as shells say.
  package mutating func wait() throws(SystemError) -> Int32 {
    var status: Int32 = 0
    try systemCall("waitpid") { unsafe waitpid(identifier, &status, 0) }
    isReaped = true
    return assay_status_exited(status) != 0
      ? assay_status_code(status) : 128 + assay_status_signal(status)
  }
}
