package import Content

/// Where the blobs of a confidential job lie in a shared store: each by the digest of its plain
/// text, and beside it the digest of the age file that holds it.
///
/// `{"sha256:<plain>":"sha256:<age file>",…}`
package struct SealedBlobs: Equatable, Sendable {
  /// More than the largest number of inputs, or of outputs and streams, that a job can have.
  private static let mostBlobs = 1 << 17

  package let files: [Digest: Digest]

  package init(_ files: [Digest: Digest]) { self.files = files }

  package init(reading field: JSONField) throws(FieldError) {
    var files: [Digest: Digest] = [:]
    for (name, member) in try field.members(atMost: Self.mostBlobs) {
      guard let plain = Digest(name) else { throw member.expected("below the digest of a blob") }
      files[plain] = try member.digest()
    }
    self.files = files
  }

  package var json: JSON {
    var members = JSONObject()
    for (plain, file) in files { members[plain.description] = .string(file.description) }
    return .object(members)
  }
}
