import Content
import Linux

/// Everything that can be seen of a directory tree: one line for each entry, in order.
struct Tree: Equatable, CustomStringConvertible {
  let lines: [String]

  /// - Parameter times: whether modification times are part of it.
  init(at path: String, times: Bool = false) throws {
    let root = try FileDescriptor.open(path, [.readOnly, .directory])
    lines = try Self.lines(of: root, "", times)
  }

  var description: String { lines.joined(separator: "\n") }

  /// The line of the entry `path`, without the path.
  subscript(path: String) -> String? {
    lines.first { $0.hasPrefix(path + " ") }.map { String($0.dropFirst(path.utf8.count + 1)) }
  }

  private static func lines(
    of directory: borrowing FileDescriptor, _ prefix: String, _ times: Bool
  ) throws -> [String] {
    var lines: [String] = []
    for name in try directory.entries() {
      let status = try directory.status(of: name)
      let path = prefix + name
      let mode = String(status.mode, radix: 8)
      let time = times ? " @\(status.modificationTime.seconds)" : ""
      switch status.kind {
      case .directory:
        lines.append("\(path) dir \(mode)\(time)")
        let child = try directory.open(name, [.readOnly, .directory, .noFollow])
        lines += try Self.lines(of: child, path + "/", times)
      case .regular:
        let file = try directory.open(name, [.readOnly, .noFollow])
        let digest = try Digest.reading(file).digest.hexadecimal.prefix(8)
        lines.append("\(path) file \(mode) \(status.size) \(digest) links \(status.links)\(time)")
      case .symbolicLink: lines.append("\(path) link \(status.size)\(time)")
      case .fifo, .socket, .device: lines.append("\(path) special\(time)")
      }
    }
    return lines
  }
}
