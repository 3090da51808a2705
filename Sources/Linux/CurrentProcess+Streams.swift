import CLinux

extension CurrentProcess {
  /// Writes `text` to standard error; where that is closed, there is nobody to tell (`write(2)`).
  package static func printError(_ text: String) {
    print(text, to: 2)
  }

  /// Writes `text` to standard output at once, past any buffer (`write(2)`).
  package static func printOutput(_ text: String) {
    print(text, to: 1)
  }

  /// Makes a write to a pipe that nobody reads fail with `EPIPE` instead of ending the process
  /// (`signal(2)`).
  package static func ignoreBrokenPipes() {
    _ = signal(SIGPIPE, assay_ignore_signal())
  }

  private static func print(_ text: String, to number: Int32) {
    let stream = FileDescriptor(adopting: number)
    try? stream.writeAll(Array(text.utf8))
    // The standard streams belong to the process and stay open.
    _ = stream.release()
  }
}
