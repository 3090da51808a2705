package import Content

/// An input of a resolved job.
package struct Input: Hashable, Sendable {
  /// The path below `/in`.
  package let name: RelativePath
  package let digest: Digest
  /// Bytes.
  package let size: Int64

  package init(name: RelativePath, digest: Digest, size: Int64) {
    self.name = name
    self.digest = digest
    self.size = size
  }

  init(name: RelativePath, reading field: JSONField) throws(FieldError) {
    let members = try field.object("digest", "size")
    self.name = name
    digest = try members["digest"].digest()
    size = try members["size"].integer(in: 0...JSON.largestInteger)
  }

  var json: JSON {
    .object(["digest": .string(digest.description), "size": .integer(size)])
  }
}
