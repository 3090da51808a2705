package import Content

/// The image a job file asks for.
package enum ImageReference: Hashable, Sendable, CustomStringConvertible {
  /// A manifest, by its digest.
  case digest(Digest)
  /// A name in the local image store.
  case name(String)

  package init(reading field: JSONField) throws(FieldError) {
    let text = try field.string()
    if let digest = Digest(text) {
      self = .digest(digest)
      return
    }
    guard (1...255).contains(text.utf8.count), !text.utf8.starts(with: "sha256:".utf8),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw field.expected(
        "the name of an image in the local store, or “sha256:” and 64 lower-case digits")
    }
    self = .name(text)
  }

  /// As it is written in a job file.
  package var description: String {
    switch self {
    case .digest(let digest): digest.description
    case .name(let name): name
    }
  }
}
