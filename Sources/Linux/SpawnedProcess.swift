import CLinux

/// A program started with one descriptor and nothing else of ours (`posix_spawn(3)`).
package struct SpawnedProcess: ~Copyable, Sendable {
  /// The number under which the program finds the descriptor that it was given.
  package static let givenDescriptor: Int32 = 3

  private let process: pid_t

  /// Its number, valid until `wait`.
  package var identifier: Int32 { process }

  /// Starts `path` in a session of its own, with an empty environment, `/dev/null` as standard
  /// input and output, our standard error, and `descriptor`, which stays the caller's, at
  /// `givenDescriptor`.
  package init(_ path: String, giving descriptor: Int32) throws(SystemError) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    unsafe posix_spawn_file_actions_adddup2(
      &actions, descriptor, Self.givenDescriptor)
    unsafe posix_spawn_file_actions_addclosefrom_np(&actions, Self.givenDescriptor + 1)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSID))
    var pid: pid_t = 0
    let code = unsafe Self.spawn(path, &pid, &actions, &attributes)
    guard code == 0 else { throw SystemError("posix_spawn", path, code: code) }
    process = pid
  }

  private static func spawn(
    _ path: String, _ process: inout pid_t, _ actions: inout posix_spawn_file_actions_t,
    _ attributes: inout posix_spawnattr_t
  ) -> Int32 {
    let arguments = CStringArray([path])
    let environment = CStringArray([])
    return unsafe arguments.withPointer { arguments in
      unsafe environment.withPointer { environment in
        unsafe posix_spawn(&process, path, &actions, &attributes, arguments, environment)
      }
    }
  }

  /// Waits until the program has ended and forgets it (`waitpid(2)`).
  package consuming func wait() throws(SystemError) {
    try systemCall("waitpid") { waitpid(process, nil, 0) }
  }
}
