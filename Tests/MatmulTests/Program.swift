import CLinux
import Linux

/// Runs another program to its end.
enum Program {
  struct Result {
    /// Exit code, or 128 plus the signal that ended it.
    let code: Int32
    let output: String
    let errors: String
  }

  /// Runs `path` (looked up in PATH where it has no slash) with `arguments`, and with `environment`
  /// besides PATH (`posix_spawnp(3)`).
  static func run(
    _ path: String, _ arguments: [String], environment: [String] = [],
    in folder: borrowing Scratch
  ) throws -> Result {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, 1, folder.path("stdout"), flags, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, folder.path("stderr"), flags, 0o600)
    var words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    var settings =
      unsafe (["PATH=/usr/local/bin:/usr/bin:/bin"] + environment)
      .map { unsafe strdup($0) } + [nil]
    defer {
      for index in unsafe words.indices { unsafe free(words[index]) }
      for index in unsafe settings.indices { unsafe free(settings[index]) }
    }
    var process: pid_t = 0
    let code = unsafe posix_spawnp(&process, path, &actions, nil, &words, &settings)
    guard code == 0 else { throw SystemError("posix_spawnp", path, code: code) }
    var status: Int32 = 0
    try systemCall("waitpid") { unsafe waitpid(process, &status, 0) }
    return Result(
      code: status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f,
      output: try folder.text("stdout"), errors: try folder.text("stderr"))
  }

  /// A program that this package builds, which stands beside the one that runs the tests.
  static func built(_ name: String) -> String {
    let own = CommandLine.arguments[0].split(separator: "/", omittingEmptySubsequences: false)
    return (own.dropLast() + [Substring(name)]).joined(separator: "/")
  }
}
