import Content
import Images
import Linux
import TestSupport

/// An image store in a directory of a test's own, which goes when the test ends.
final class Workspace: Sendable {
  private let directory: TemporaryDirectory
  let blobs: BlobStore
  let images: ImageStore

  var path: String { directory.path }

  init(limits: ImageLimits = ImageLimits()) throws {
    directory = try TemporaryDirectory()
    blobs = try BlobStore(at: directory.path + "/store")
    images = try ImageStore(
      store: blobs, cacheDirectory: directory.path + "/cache", limits: limits)
  }

  /// Runs a shell script in the directory, to its first failure.
  func run(_ script: String) throws {
    var shell = try ChildProcess(["/bin/sh", "-ec", "cd \(path)\nexec 2>&1\n\(script)"])
    let output = try shell.standardOutput.readAll(limit: 1 << 24)
    let code = try shell.wait()
    guard code == 0 else {
      throw CommandFailure(
        description: "\(script): code \(code)\n\(String(decoding: output, as: UTF8.self))")
    }
  }

  func write(_ bytes: [UInt8], to name: String, permissions: UInt32 = 0o644) throws {
    let file = try FileDescriptor.open(
      "\(path)/\(name)", [.writeOnly, .create, .truncate], permissions: permissions)
    try file.writeAll(bytes)
  }

  func read(_ name: String) throws -> [UInt8] {
    try Repository.bytes(at: "\(path)/\(name)")
  }

  /// Whether all of `tools` are on `PATH`.
  static func has(_ tools: String...) -> Bool {
    tools.allSatisfy { tool in
      guard
        var shell = try? ChildProcess(["/bin/sh", "-c", "command -v \(tool)"])
      else { return false }
      return (try? shell.wait()) == 0
    }
  }
}

struct CommandFailure: Error, CustomStringConvertible {
  let description: String
}
