import Linux

/// The Python that has NumPy: the one that the tests' set-up installed, else the system's.
enum Python {
  static let path: String? = {
    let package = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return ["\(package)/.build/python/bin/python3", "python3"].first { candidate in
      guard let folder = try? Scratch() else { return false }
      return (try? Program.run(candidate, ["-c", "import numpy"], in: folder))?.code == 0
    }
  }()

  /// Runs `script` with `arguments`; its errors are in the result.
  static func run(
    _ script: String, _ arguments: [String], in folder: borrowing Scratch
  ) throws -> Program.Result {
    guard let path else { throw SystemError("find", "python3", code: 2) }
    return try Program.run(path, ["-c", script] + arguments, in: folder)
  }

}
