/// An entry that hides what lower layers have (OCI layer.md, “Whiteouts”).
enum Whiteout: Equatable, Sendable {
  /// `.wh.NAME`: this file or tree.
  case entry(EntryPath)
  /// `.wh..wh..opq`: everything in this directory.
  case contents(of: EntryPath)

  private static let prefix = ".wh."
  private static let opaque = ".wh..wh..opq"

  /// Nil if `entry` is none.
  ///
  /// - Throws: `.unsafeEntry` for one that names `.`, `..` or nothing, is not a plain file, or lies
  ///   below a directory with a whiteout's name.
  init?(_ entry: TarEntry) throws(ImageError) {
    let path = entry.path
    guard path.components.contains(where: { $0.hasPrefix(Self.prefix) }) else { return nil }
    let hidden = String(path.name.dropFirst(Self.prefix.count))
    guard path.components.dropLast().allSatisfy({ !$0.hasPrefix(Self.prefix) }),
      case .file = entry.kind, path.name == Self.opaque || Self.isName(hidden)
    else { throw ImageError(.unsafeEntry, path.text, "is not a well-formed whiteout") }
    self =
      path.name == Self.opaque
      ? .contents(of: path.parent) : .entry(path.parent.appending(hidden))
  }

  private static func isName(_ hidden: String) -> Bool {
    !hidden.isEmpty && hidden != "." && hidden != ".." && !hidden.hasPrefix(prefix)
  }
}
