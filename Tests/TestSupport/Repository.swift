package import Linux

/// The checkout that the tests were built from, found from the path of this source file.
package enum Repository {
  package static let root: String = {
    let components = #filePath.split(separator: "/").dropLast(3)
    return "/" + components.joined(separator: "/")
  }()

  /// Vectors that others wrote: the directory that `ASSAY_VECTORS` names, else `shared/vectors`
  /// beside the checkout; nil where there is none.
  package static let vectors: String? = {
    let path = Environment.value(of: "ASSAY_VECTORS") ?? "\(root)/../shared/vectors"
    return (try? names(in: path)) == nil ? nil : path
  }()

  /// The Python that `Tests/install-peers` sets up, else the one on `PATH`; nil where neither has
  /// the module `module`.
  package static func python(with module: String) -> String? {
    ["\(root)/.build/python/bin/python3", "python3"].first { interpreter in
      let answer = try? output(of: [interpreter, "-c", "import \(module); print('ready')"])
      return answer == "ready\n"
    }
  }

  /// What a program prints on its standard output; it gets its data by files that it is told of.
  package static func output(of arguments: [String]) throws(SystemError) -> String {
    let child = try ChildProcess(arguments)
    let bytes = try child.standardOutput.readAll(limit: 1 << 26, subject: arguments.first)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The whole file at `path`.
  package static func bytes(at path: String) throws(SystemError) -> [UInt8] {
    try FileDescriptor.open(path, .readOnly).readAll(limit: 1 << 26, subject: path)
  }

  /// Names in a directory, ascending.
  package static func names(in path: String) throws(SystemError) -> [String] {
    try FileDescriptor.open(path, [.readOnly, .directory]).entries()
  }
}
