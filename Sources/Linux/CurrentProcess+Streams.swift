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
    try? write(Array(text.utf8), toStream: number)
  }

  /// Writes all of `bytes` to the standard stream of that number (`write(2)`).
  package static func write(_ bytes: [UInt8], toStream number: Int32) throws(SystemError) {
    let stream = FileDescriptor(adopting: number)
    let result = Result { () throws(SystemError) in try stream.writeAll(bytes) }
    // The standard streams belong to the process and stay open.
    _ = stream.release()
    try result.get()
  }
}
