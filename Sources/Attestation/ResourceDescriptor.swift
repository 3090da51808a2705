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
    descriptors.sorted { FieldRule.precedes($0.name, $1.name) }
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    // Exactly this algorithm: a weaker one beside it, or instead of it, is refused.
    digest = try reader.object("digest") { reader throws(FieldError) in
      Digest(value: try reader.hexadecimal("sha256", count: Digest.byteCount))
    }
    name = try reader.string("name")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("digest") { $0.member("sha256", hexadecimal: digest.bytes) }
      writer.member("name", name)
    }
  }
}

extension CanonicalReader {
  /// Reads a member that is an array of at most `limit` descriptors.
  mutating func descriptors(
    _ name: StaticString, atMost limit: Int
  ) throws(FieldError) -> [ResourceDescriptor] {
    try list(name, atMost: limit) { reader throws(FieldError) in
      try reader.object(ResourceDescriptor.init(reading:))
    }
  }
}
