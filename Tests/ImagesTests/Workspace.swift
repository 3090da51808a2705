import CLinux
import Content
import Images
import Linux

/// A directory of a test's own with an image store in it; it goes when the test ends.
final class Workspace: Sendable {
  let path: String
  let blobs: BlobStore
  let images: ImageStore

  init(limits: ImageLimits = ImageLimits()) throws {
    let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
    path = "/tmp/assay-images-test.\(suffix)"
    try makeDirectories(path, permissions: 0o700)
    blobs = try BlobStore(at: path + "/store")
    images = try ImageStore(store: blobs, cacheDirectory: path + "/cache", limits: limits)
  }

  deinit {
    // A test has no use for the reason why its leavings stay.
    try? FileDescriptor.open("/tmp", [.readOnly, .directory])
      .removeTree(String(path.dropFirst("/tmp/".count)))
  }

  /// Runs a shell command in the directory; its output goes to `log` there.
  func run(_ command: String) throws {
    let status = unsafe system("cd \(path) && { \(command) ; } >>log 2>&1")
    guard status == 0 else {
      let log = try FileDescriptor.open(path + "/log", .readOnly).readAll(limit: 1 << 20)
      throw CommandFailure(
        description: "\(command): status \(status)\n\(String(decoding: log, as: UTF8.self))")
    }
  }

  func write(_ bytes: [UInt8], to name: String, permissions: UInt32 = 0o644) throws {
    let file = try FileDescriptor.open(
      "\(path)/\(name)", [.writeOnly, .create, .truncate], permissions: permissions)
    try file.writeAll(bytes)
  }

  func read(_ name: String) throws -> [UInt8] {
    try FileDescriptor.open("\(path)/\(name)", .readOnly).readAll(limit: 1 << 28)
  }

  static func has(_ tools: String...) -> Bool {
    tools.allSatisfy { unsafe system("command -v \($0) >/dev/null 2>&1") == 0 }
  }
}

struct CommandFailure: Error, CustomStringConvertible {
  let description: String
}
