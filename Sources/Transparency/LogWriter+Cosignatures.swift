extension LogWriter {
  /// Puts the cosignatures of `witnesses` in `lines` below the published checkpoint; those that are
  /// there already stay.
  ///
  /// - Parameter lines: what witnesses answered, one line each.
  /// - Throws: `foreignCheckpoint` where a line is not one of the witnesses' word on this checkpoint.
  package mutating func publish(
    cosignatures lines: [UInt8], of witnesses: [NoteKey]
  ) throws(LogError) -> VerifiedNote {
    guard let note = SignedNote(published),
      let added = SignedNote(Array(note.unverifiedText.utf8) + [UInt8(ascii: "\n")] + lines)
    else { throw LogError(.foreignCheckpoint, "a cosignature") }
    let known = Set(note.signatures.map { $0.keyID })
    let fresh = added.signatures.filter { !known.contains($0.keyID) }
    for signature in added.signatures {
      let alone = SignedNote(unverifiedText: note.unverifiedText, signatures: [signature])
      guard case .verified = alone.verify(trusting: witnesses) else {
        throw LogError(.foreignCheckpoint, "the cosignature of \(signature.name)")
      }
    }
    let grown = note.adding(fresh)
    guard let head = SignedNote(grown.bytes),
      case .verified(let verified) = head.verify(trusting: witnesses)
    else { throw LogError(.foreignCheckpoint, "a checkpoint with too many signatures") }
    if !fresh.isEmpty { try replace(with: head.bytes) }
    return verified
  }
}
