import Linux
import Synchronization
import TestSupport

/// A file that anybody may write to and a process of our own user: whatever reaches the host can
/// harm them.
final class HostCanary: Sendable {
  /// The directory with the file `canary`.
  let directory: String
  /// An echo; ends with its input, that is, with us.
  private let process: Mutex<ChildProcess>
  let processNumber: String

  private static let content = Array("untouched".utf8)

  init(in parent: String) throws {
    directory = "\(parent)/host"
    try makeDirectories(directory)
    let handle = try FileDescriptor.open(directory, [.readOnly, .directory])
    try handle.write(Self.content, to: "canary", permissions: 0o666, .atomic)
    try handle.setPermissions(of: ".", to: 0o777)
    let child = try ChildProcess(["/bin/sh", "-c", "echo $$; exec cat"])
    var number: [UInt8] = []
    while number.last != UInt8(ascii: "\n") { number += try child.standardOutput.readSome(1) }
    processNumber = String(decoding: number.dropLast(), as: UTF8.self)
    process = Mutex(child)
  }

  var file: String { "\(directory)/canary" }

  /// Whether file and process are as they were; the process must still answer.
  func isUntouched() throws -> Bool {
    guard try Repository.names(in: directory) == ["canary"],
      try Repository.bytes(at: file) == Self.content
    else { return false }
    return try process.withLock { child in
      try child.standardInput.writeAll(Self.content)
      return try child.standardOutput.readSome(Self.content.count) == Self.content
    }
  }
}
