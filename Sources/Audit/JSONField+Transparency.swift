import Content
import Transparency

extension JSONField {
  /// A log's, or a witness's, key in the form of signed notes.
  func noteKey() throws(FieldError) -> NoteKey {
    guard let key = NoteKey(try string()) else {
      throw expected("a verifier key: <name>+<id>+<base64>")
    }
    return key
  }

  /// A whole signed note.
  func signedNote() throws(FieldError) -> SignedNote {
    guard let note = SignedNote(Array(try string().utf8)) else { throw expected("a signed note") }
    return note
  }

  func merkleHash() throws(FieldError) -> MerkleHash {
    guard let hash = MerkleHash(try base64(atMost: MerkleHash.byteCount)) else {
      throw expected("a hash of 32 bytes in base64")
    }
    return hash
  }
}
