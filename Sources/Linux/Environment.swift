import CLinux

/// What the process was started with and where.
package enum Environment {
  /// The variable's value; nil if unset or empty, as the XDG specification has it (`getenv(3)`).
  package static func value(of name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// Sets the variable for libraries that are loaded later (`setenv(3)`). To be called before a
  /// second thread starts, since the C library reads the environment without a lock.
  package static func set(_ name: String, to value: String) {
    unsafe _ = setenv(name, value, 1)
  }

  /// Whether the descriptor is a terminal (`isatty(3)`).
  package static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
  }

  /// What stands behind the program's name on its command line. The runtime's own list is the same,
  /// but to find it, it looks for the beginning of the stack.
  package static var arguments: [String] {
    (0..<assay_argument_count()).dropFirst().map {
      unsafe String(cString: assay_argument($0))
    }
  }

  /// The absolute path of the running executable (`readlink("/proc/self/exe")`).
  package static func executablePath() throws(SystemError) -> String {
    try target(ofLink: "/proc/self/exe")
  }

  /// The working directory (`readlink("/proc/self/cwd")`).
  package static func workingDirectory() throws(SystemError) -> String {
    try target(ofLink: "/proc/self/cwd")
  }

  private static func target(ofLink path: String) throws(SystemError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = try systemCall("readlink", path) {
      unsafe readlink(path, &buffer, Int(PATH_MAX))
    }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
