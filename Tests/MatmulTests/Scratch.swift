import Linux
import TestSupport

/// A temporary folder with the matrices of one test.
struct Scratch: ~Copyable {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  func path(_ file: String) -> String { "\(directory.path)/\(file)" }

  func bytes(_ file: String) throws -> [UInt8] {
    try Repository.bytes(at: path(file))
  }

  func write(_ bytes: [UInt8], to file: String) throws {
    try FileDescriptor.open(path(file), [.writeOnly, .create, .truncate]).writeAll(bytes)
  }
}
