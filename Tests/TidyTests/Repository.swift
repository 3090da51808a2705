import Linux
import Testing

/// The checkout that these tests were built from, found from the path of this source file.
enum Repository {
  static let root: String = {
    let components = #filePath.split(separator: "/").dropLast(3)
    return "/" + components.joined(separator: "/")
  }()

  /// Paths relative to the root of every file below `directory` whose name ends in `suffix`.
  static func files(below directory: String, endingIn suffix: String) throws -> [String] {
    let handle = try FileDescriptor.open("\(root)/\(directory)", [.readOnly, .directory])
    var found: [String] = []
    for name in try handle.entries() where !name.utf8.starts(with: ".".utf8) {
      let path = "\(directory)/\(name)"
      switch try handle.status(of: name).kind {
      case .directory: found += try files(below: path, endingIn: suffix)
      case .regular where name.hasSuffix(suffix): found.append(path)
      default: continue
      }
    }
    return found
  }

  static func lines(of path: String) throws -> [Substring] {
    let file = try FileDescriptor.open("\(root)/\(path)", .readOnly)
    let text = String(decoding: try file.readAll(limit: 1 << 24), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
