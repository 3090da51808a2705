package import Content

extension RelativePath {
  /// Whether this path lies below `directory`.
  package func isBelow(_ directory: RelativePath) -> Bool {
    text.utf8.starts(with: "\(directory.text)/".utf8)
  }

  /// Those of `paths` that have one of `files` among their directories, which no file system holds.
  static func below(files: [RelativePath], among paths: [RelativePath]) -> Set<RelativePath> {
    let names = Set(files.map(\.text))
    return Set(
      paths.filter { path in
        let components = path.text.split(separator: "/")
        return (1..<components.count).contains {
          names.contains(components.prefix($0).joined(separator: "/"))
        }
      })
  }
}
