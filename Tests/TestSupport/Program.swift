package import Linux

/// A program of this package that a test runs, and what it answered.
package struct Program: Sendable {
  /// Its path, or its name on `PATH`.
  package let path: String

  /// The program at `path`, or by that name on `PATH`.
  package init(at path: String) {
    self.path = path
  }

  /// The executable `name` beside the running test bundle, as SwiftPM lays them out, or in the
  /// directory that `ASSAY_PROGRAMS` names: a bundle built with a sanitizer has none beside it.
  package init(named name: String) throws(SystemError) {
    path = "\(try Self.productsDirectory())/\(name)"
  }

  package struct Answer: Sendable {
    package let code: Int32
    package let standardOutput: String
    package let standardError: String
  }

  /// Runs the program with `arguments` and `environment` added to this process's own.
  package func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws(SystemError) -> Answer {
    let directory = try TemporaryDirectory()
    let errors = directory.path + "/standard-error"
    let variables = environment.map { "\($0.key)=\($0.value)" }
    var child = try ChildProcess(
      ["/bin/sh", "-c", #"errors=$1; shift; exec env "$@" 2>"$errors""#, "sh", errors]
        + variables + [path] + arguments)
    let output = try child.standardOutput.readAll(limit: 1 << 26)
    let code = try child.wait()
    return Answer(
      code: code, standardOutput: String(decoding: output, as: UTF8.self),
      standardError: String(decoding: try Repository.bytes(at: errors), as: UTF8.self))
  }

  /// The directory of the test bundle that is being run: the bundle's own path is an argument of
  /// the runner.
  private static func productsDirectory() throws(SystemError) -> String {
    if let given = Environment.value(of: "ASSAY_PROGRAMS") { return given }
    let marker = ".xctest"
    let words = CommandLine.arguments.filter { $0.hasSuffix(marker) || $0.contains(marker + "/") }
    let bundle = if let word = words.first { word } else { try Environment.executablePath() }
    return "/"
      + bundle.split(separator: "/").prefix { !$0.hasSuffix(marker) }
      .joined(separator: "/")
  }
}
