package import Age
package import Content

/// What a provider needs for a confidential job: its inputs, encrypted to the provider's session, and
/// to whom the outputs go.
///
/// `{"blobs":{…},"recipient":"age1…"}`
package struct SealedInputs: Equatable, Sendable {
  package let blobs: SealedBlobs
  /// The requestor's key for this run.
  package let recipient: Recipient

  package init(blobs: SealedBlobs, recipient: Recipient) {
    self.blobs = blobs
    self.recipient = recipient
  }

  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("blobs", "recipient")
    blobs = try SealedBlobs(reading: fields["blobs"])
    let field = fields["recipient"]
    let text = try field.string()
    do throws(AgeError) { recipient = try Recipient(text: text) } catch {
      throw field.expected(error.detail)
    }
  }

  package var json: JSON {
    .object(["blobs": blobs.json, "recipient": .string(recipient.description)])
  }
}
