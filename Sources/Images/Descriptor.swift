import Content

/// A reference to a blob: what it is, its digest, its size (OCI image specification, descriptor.md).
struct Descriptor: Equatable, Sendable {
  let mediaType: String
  let digest: Digest
  let size: Int64

  init(mediaType: String, digest: Digest, size: Int64) {
    self.mediaType = mediaType
    self.digest = digest
    self.size = size
  }

  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.openObject()
    mediaType = try fields["mediaType"].string()
    digest = try fields["digest"].digest()
    size = try fields["size"].integer(in: 0...JSON.largestInteger)
  }

  var members: JSONObject {
    [
      "mediaType": .string(mediaType), "digest": .string(digest.description),
      "size": .integer(size),
    ]
  }
}
