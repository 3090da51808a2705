package import Content

/// Something that a job is to leave below `/out`.
package enum OutputDeclaration: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// One file, which must be there when the job succeeds.
  case file(RelativePath)
  /// Every file below a directory, however many; written with a `/` at its end.
  case directory(RelativePath)

  package init?(_ text: String) {
    let isDirectory = text.utf8.last == UInt8(ascii: "/")
    guard let path = RelativePath(isDirectory ? String(text.dropLast()) : text) else { return nil }
    self = isDirectory ? .directory(path) : .file(path)
  }

  package var path: RelativePath {
    switch self {
    case .file(let path), .directory(let path): path
    }
  }

  package var description: String {
    switch self {
    case .file(let path): path.text
    case .directory(let path): path.text + "/"
    }
  }

  package static func < (left: OutputDeclaration, right: OutputDeclaration) -> Bool {
    left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }
}
