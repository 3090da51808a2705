import Content

extension RelativePath {
  /// The directories that this path leads through, the outermost first.
  var directories: [RelativePath] {
    text.indices.filter { text[$0] == "/" }.compactMap { RelativePath(String(text[..<$0])) }
  }

  /// Those of `paths` that have one of `files` among their directories, which no file system holds.
  static func below(files: [RelativePath], among paths: [RelativePath]) -> Set<RelativePath> {
    let files = Set(files)
    return Set(paths.filter { $0.directories.contains { files.contains($0) } })
  }
}
