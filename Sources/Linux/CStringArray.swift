import CLinux

/// Strings in the form that `execve(2)` takes: pointers to bytes that end in NUL, then a null.
@safe package struct CStringArray: ~Copyable {
  // Each pointer is our own strdup copy; freed with the array and not before.
  private let pointers: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>

  package init(_ strings: [String]) {
    unsafe pointers = .allocate(capacity: strings.count + 1)
    for (index, string) in strings.enumerated() {
      unsafe pointers.initializeElement(at: index, to: strdup(string))
    }
    unsafe pointers.initializeElement(at: strings.count, to: nil)
  }

  deinit {
    for index in unsafe pointers.indices { unsafe free(pointers[index]) }
    unsafe pointers.deallocate()
  }

  /// How many strings there are.
  package var count: Int { unsafe pointers.count - 1 }

  /// Calls `body` with the array as C has it; the pointer is not valid after that.
  package func withPointer<Result>(
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    guard let base = unsafe pointers.baseAddress else { preconditionFailure("never empty") }
    return unsafe body(base)
  }
}

extension CurrentProcess {
  /// Replaces this process by the first of `paths` that can be executed (`execve(2)`); returns
  /// only if none can.
  package static func execute(
    _ paths: borrowing CStringArray, arguments: borrowing CStringArray,
    environment: borrowing CStringArray
  ) -> SystemError {
    let count = paths.count
    let code = unsafe paths.withPointer { paths in
      unsafe arguments.withPointer { arguments in
        unsafe environment.withPointer { environment in
          unsafe execute(paths, count, arguments, environment)
        }
      }
    }
    return SystemError("execve", code: code)
  }

  /// - Returns: why it failed; a file that is there but cannot be executed says more than one that
  ///   is missing.
  private static func execute(
    _ paths: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, _ count: Int,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
    _ environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  ) -> Int32 {
    var reason = ENOENT
    for index in 0..<count {
      guard let path = unsafe paths[index] else { continue }
      do throws(SystemError) {
        try systemCall("execve") { unsafe execve(path, arguments, environment) }
      } catch {
        if error.code != ENOENT && error.code != ENOTDIR { reason = error.code }
      }
    }
    return reason
  }
}

extension CurrentProcess {
  /// Replaces this process by the program at `path`, which keeps the environment; returns only if
  /// that fails (`execve(2)`).
  ///
  /// - Parameter arguments: the program's name first.
  package static func become(_ path: String, _ arguments: [String]) -> SystemError {
    let copies = CStringArray(arguments)
    do throws(SystemError) {
      try systemCall("execve", path) {
        unsafe copies.withPointer { unsafe execve(path, $0, assay_environment()) }
      }
      preconditionFailure("execve returned without an error")
    } catch {
      return error
    }
  }
}
