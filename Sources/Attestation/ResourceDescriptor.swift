package import Content

/// Some content by name and digest (in-toto's ResourceDescriptor, of which these two fields are
/// used): `{"digest":{"sha256":"…"},"name":"out/c.npy"}`.
package struct ResourceDescriptor: Hashable, Sendable {
  package let name: String
  package let digest: Digest

  package init(name: String, digest: Digest) {
    self.name = name
    self.digest = digest
  }

  /// In the order in which descriptors are written: ascending by the bytes of their names.
  static func sorted(_ descriptors: [ResourceDescriptor]) -> [ResourceDescriptor] {
    descriptors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("name", "digest")
    name = try fields["name"].string()
    // Exactly this algorithm: a weaker one beside it, or instead of it, is refused.
    let sum = try fields["digest"].object("sha256")["sha256"]
    guard let digest = Digest(hexadecimal: try sum.string()) else {
      throw sum.expected("64 lower-case hexadecimal digits")
    }
    self.digest = digest
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("digest") { $0.member("sha256", digest.hexadecimal) }
      writer.member("name", name)
    }
  }
}
