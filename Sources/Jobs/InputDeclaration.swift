package import Content

/// An input as a job file names it.
package struct InputDeclaration: Sendable {
  /// Where its bytes come from.
  package enum Source: Hashable, Sendable {
    /// A file; relative to the job file's directory.
    case path(String)
    /// A blob that the store holds already.
    case digest(Digest)
  }

  /// The path below `/in`.
  package let name: RelativePath
  package let source: Source
  /// Where the source stands in the job file, for what may turn out wrong with it later.
  let field: JSONField

  init(name: RelativePath, reading field: JSONField) throws(FieldError) {
    let members = try field.object("path", "digest")
    let (path, digest) = (members["path"], members["digest"])
    self.name = name
    switch (path.value, digest.value) {
    case (_?, nil):
      let text = try path.cString(atMost: 4095)
      guard !text.isEmpty else { throw path.expected("the path of a file") }
      source = .path(text)
      self.field = path
    case (nil, _?):
      source = .digest(try digest.digest())
      self.field = digest
    default:
      throw field.expected("either a “path” or a “digest”")
    }
  }
}
