import Linux
import TestSupport

extension Repository {
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

  /// The lines of a file whose path is relative to the root.
  static func lines(of path: String) throws -> [Substring] {
    let text = String(decoding: try bytes(at: "\(root)/\(path)"), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
