package import Content
package import Crypto

extension LogTrust {
  /// What checking a checkpoint or a proof came to; a failed check is a result, not an error.
  package enum Verification<Value: Hashable & Sendable>: Hashable, Sendable {
    case verified(Value)
    case rejected(Rejection)
  }

  /// Why a checkpoint or a proof was not believed.
  package struct Rejection: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable names.
    package enum Reason: String, Sendable {
      /// The signed text is no checkpoint.
      case malformed
      /// The checkpoint is of a log that is not trusted.
      case unknownLog = "unknown-log"
      /// The log's signature is missing or wrong, or a signature in a witness's name is wrong.
      case invalidSignature = "invalid-signature"
      /// The hashes do not lead from this entry, at this index, to the checkpoint's root.
      case notIncluded = "not-included"
      /// Fewer different witnesses than asked for have cosigned.
      case tooFewWitnesses = "too-few-witnesses"
    }

    package let reason: Reason
    /// What was found and expected, for people.
    package let detail: String

    init(_ reason: Reason, _ detail: String) {
      self.reason = reason
      self.detail = detail
    }

    package var description: String { "\(reason.rawValue): \(detail)" }
  }

  /// A checkpoint that its log signed and enough witnesses saw; only `check` makes one.
  package struct TrustedCheckpoint: Hashable, Sendable {
    package let log: NoteKey
    package let checkpoint: Checkpoint
    /// Of each different trusted witness.
    package let cosignatures: [PublicKey: Cosignature]
  }

  /// An entry that is in a log; only `check` makes one.
  package struct LoggedEntry: Hashable, Sendable {
    package let index: UInt64
    package let head: TrustedCheckpoint
  }

  /// Checks the log's signature and the witnesses'.
  ///
  /// - Parameter now: by the reader's clock; cosignatures of later than that, by more than
  ///   `clockSkew` milliseconds, do not count. Nil counts them whatever their time.
  package func check(
    _ note: SignedNote, now: Timestamp? = nil, clockSkew: Int64 = standardClockSkew
  ) -> Verification<TrustedCheckpoint> {
    do throws(Rejection) {
      return .verified(try trusted(note, now: now, clockSkew: clockSkew))
    } catch {
      return .rejected(error)
    }
  }

  /// Checks that `entry` is in one of the logs, by the proof's checkpoint; see the other `check`.
  package func check(
    _ proof: LogProof, of entry: [UInt8], now: Timestamp? = nil,
    clockSkew: Int64 = standardClockSkew
  ) -> Verification<LoggedEntry> {
    do throws(Rejection) {
      let head = try trusted(proof.checkpoint, now: now, clockSkew: clockSkew)
      guard proof.proves(entry, in: head.checkpoint) else {
        throw Rejection(
          .notIncluded,
          "the entry is not number \(proof.index) of \(head.checkpoint.size) of “\(head.log.name)”")
      }
      return .verified(LoggedEntry(index: proof.index, head: head))
    } catch {
      return .rejected(error)
    }
  }

  private func trusted(
    _ note: SignedNote, now: Timestamp?, clockSkew: Int64
  ) throws(Rejection) -> TrustedCheckpoint {
    guard let claimed = Checkpoint(note.unverifiedText) else {
      throw Rejection(.malformed, "the signed text is no checkpoint")
    }
    let keys = logs.filter { $0.name.utf8.elementsEqual(claimed.origin.utf8) }
    guard !keys.isEmpty else {
      throw Rejection(.unknownLog, "“\(claimed.origin)” is not among the trusted logs")
    }
    switch note.verify(trusting: keys + witnesses) {
    case .rejected(let reason):
      throw Rejection(
        .invalidSignature, "\(reason.rawValue) on the checkpoint of “\(keys[0].name)”")
    case .verified(let verified):
      guard let log = keys.first(where: { verified.keys.contains($0) }) else {
        throw Rejection(.invalidSignature, "“\(keys[0].name)” has not signed its checkpoint")
      }
      let latest = now.map { $0.milliseconds + clockSkew }
      let cosignatures = self.cosignatures(of: verified, notAfter: latest)
      guard cosignatures.count >= threshold else {
        throw Rejection(
          .tooFewWitnesses, "\(cosignatures.count) have cosigned, expected at least \(threshold)")
      }
      return TrustedCheckpoint(log: log, checkpoint: claimed, cosignatures: cosignatures)
    }
  }

  /// Each public key once, under however many names it signed.
  private func cosignatures(
    of note: VerifiedNote, notAfter latest: Int64?
  ) -> [PublicKey: Cosignature] {
    var cosignatures: [PublicKey: Cosignature] = [:]
    for witness in witnesses {
      guard let cosignature = note.cosignature(of: witness) else { continue }
      // A time in seconds up to 2⁶³ has no place in milliseconds, and lies in the future anyway.
      if let latest, cosignature.time > UInt64(max(0, latest) / 1000) { continue }
      cosignatures[witness.publicKey] = cosignature
    }
    return cosignatures
  }
}

extension LogProof {
  /// Whether the hashes lead from `entry` to the root of `checkpoint`, of which nothing is believed
  /// here.
  package func proves(_ entry: [UInt8], in checkpoint: Checkpoint) -> Bool {
    InclusionProof(index: index, size: checkpoint.size, hashes: hashes)
      .isValid(leaf: .leaf(entry), root: checkpoint.root)
  }
}
