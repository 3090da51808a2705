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

  /// Gives the strings away; they are freed by a value that takes them over.
  package consuming func release() -> UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?> {
    let released = unsafe pointers
    discard self
    return unsafe released
  }

  /// Takes over what `release` has given away.
  package init(adopting pointers: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>) {
    unsafe self.pointers = pointers
  }

  /// Calls `body` with the array as C has it; the pointer is not valid after that.
  package func withPointer<Result>(
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    guard let base = unsafe pointers.baseAddress else { preconditionFailure("never empty") }
    return unsafe body(base)
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
