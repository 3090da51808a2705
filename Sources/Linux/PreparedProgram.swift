import CLinux

/// What a process is to become, in the form that `execve(2)` takes.
///
/// It is not freed with the value, of which a process that shares its memory with another
/// (`vfork(2)`) so leaves nothing on its stack that would have to end: the other one calls `free`.
@safe package struct PreparedProgram: Sendable {
  private typealias Strings = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>

  // Given away by arrays of ours, and taken over by `free` alone.
  nonisolated(unsafe) private let paths: Strings
  nonisolated(unsafe) private let arguments: Strings
  nonisolated(unsafe) private let environment: Strings

  /// - Parameter paths: where the program may be.
  package init(paths: [String], arguments: [String], environment: [String]) {
    unsafe self.paths = CStringArray(paths).release()
    unsafe self.arguments = CStringArray(arguments).release()
    unsafe self.environment = CStringArray(environment).release()
  }

  /// Ends the value and all copies of it.
  package func free() {
    _ = unsafe CStringArray(adopting: paths)
    _ = unsafe CStringArray(adopting: arguments)
    _ = unsafe CStringArray(adopting: environment)
  }

  /// Replaces this process by the first of the paths that can be executed (`execve(2)`); returns only
  /// if none can.
  package func execute() -> SystemError {
    // A file that is there but cannot be executed says more than one that is missing.
    var reason = ENOENT
    for index in unsafe paths.indices {
      guard let path = unsafe paths[index], let arguments = unsafe arguments.baseAddress,
        let environment = unsafe environment.baseAddress
      else { break }
      _ = unsafe execve(path, arguments, environment)
      let code = assay_errno()
      if code != ENOENT && code != ENOTDIR { reason = code }
    }
    return SystemError("execve", code: reason)
  }
}
