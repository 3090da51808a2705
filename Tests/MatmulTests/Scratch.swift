import Linux

/// A temporary folder that is removed with this value.
struct Scratch: ~Copyable {
  private let name = "matmul-tests.\(UInt64.random(in: .min ... .max))"
  private let parent: FileDescriptor

  init() throws {
    let parent = try FileDescriptor.open("/tmp", [.readOnly, .directory])
    try parent.makeDirectory(name)
    self.parent = parent
  }

  deinit {
    // What cannot be removed is left to the system, which cleans /tmp.
    try? parent.removeTree(name)
  }

  func path(_ file: String) -> String { "/tmp/\(name)/\(file)" }

  func bytes(_ file: String) throws -> [UInt8] {
    try FileDescriptor.open(path(file), .readOnly).readAll(limit: 1 << 30)
  }

  func text(_ file: String) throws -> String {
    String(decoding: try bytes(file), as: UTF8.self)
  }

  func write(_ bytes: [UInt8], to file: String) throws {
    try FileDescriptor.open(path(file), [.writeOnly, .create, .truncate]).writeAll(bytes)
  }
}
