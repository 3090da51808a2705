/// Paths as text, the way `dirname(1)` takes them apart.
enum Path {
  /// The folder of `path`: all before the last slash; `.` without one.
  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
