import Content
import Crypto
package import Transparency

extension AuditRun {
  /// Takes in a checkpoint that somebody shows: a mirror, a witness, a proof.
  ///
  /// - Parameter source: who; for people.
  /// - Returns: whether it is a head of the log.
  @discardableResult
  package mutating func add(checkpoint bytes: [UInt8], from source: String) -> Bool {
    guard let note = SignedNote(bytes) else {
      report(.foreignCheckpoint, source, "not a signed note")
      return false
    }
    return add(note, from: source)
  }

  mutating func add(_ note: SignedNote, from source: String) -> Bool {
    guard let trust = settings.trust, let key = trust.logs.first,
      case .verified(let verified) = note.verify(trusting: [key]),
      let checkpoint = Checkpoint(verified.text),
      checkpoint.origin.utf8.elementsEqual(key.name.utf8)
    else {
      let claimed = Checkpoint(note.unverifiedText)?.origin ?? "no checkpoint"
      report(.foreignCheckpoint, source, "“\(claimed)”, not signed by the log's key")
      return false
    }
    let times = cosignatureTimes(of: note, trust)
    heads.append(
      Head(
        source: source, note: note, checkpoint: checkpoint, seenAt: times.values.max(),
        witnesses: Set(times.keys)))
    return true
  }

  /// When each trusted witness saw the note; a wrong signature is none. Each key counts once.
  private func cosignatureTimes(
    of note: SignedNote, _ trust: LogTrust
  ) -> [PublicKey: UInt64] {
    var times: [PublicKey: UInt64] = [:]
    for witness in trust.witnesses {
      guard case .verified(let verified) = note.verify(trusting: [witness]),
        let time = verified.cosignature(of: witness)?.time,
        time <= UInt64(max(0, settings.time.milliseconds + settings.clockSkew) / 1000)
      else { continue }
      times[witness.publicKey] = time
    }
    return times
  }

  /// Compares all heads with one another, and with the files of the copy that has got furthest.
  package mutating func compare<Storage: LogStorage>(with reader: LogReader<Storage>) {
    compareEqualSizes()
    var roots: [UInt64: MerkleHash?] = [:]
    for head in heads where head.checkpoint.size != reader.checkpoint.size {
      let size = head.checkpoint.size
      guard size < reader.checkpoint.size else {
        unreached(head, by: reader.checkpoint)
        continue
      }
      if roots[size] == nil { roots[size] = .some(Self.prefixRoot(size, of: reader)) }
      guard let root = roots[size] ?? nil else {
        report(.damagedLog, head.source, "the log's files cannot be compared with size \(size)")
        continue
      }
      if root != head.checkpoint.root { diverged(head, from: reader, prefixRoot: root) }
    }
  }

  /// Compares heads of one size; enough where no files are at hand.
  package mutating func compareEqualSizes() {
    var firsts: [UInt64: Head] = [:]
    var convicted: Set<UInt64> = []
    for head in heads {
      let size = head.checkpoint.size
      guard let first = firsts[size] else {
        firsts[size] = head
        continue
      }
      guard first.checkpoint.root != head.checkpoint.root, convicted.insert(size).inserted,
        let key = settings.trust?.logs.first
      else { continue }
      let proof = FraudProof(key: key, first: first.note, second: head.note)
      convict(
        proof, .equivocation, head.source,
        "size \(size): \(first.checkpoint.root) shown by \(first.source), "
          + "\(head.checkpoint.root) by \(head.source)")
    }
  }

  private mutating func unreached(_ head: Head, by checkpoint: Checkpoint) {
    if let start, head.note == start.note {
      report(
        .rolledBack, checkpoint.origin,
        "\(checkpoint.size) entries, \(head.checkpoint.size) at the last audit")
    } else {
      report(
        .unprovenCheckpoint, head.source,
        "size \(head.checkpoint.size), but the files at hand end at \(checkpoint.size)")
    }
  }

  private mutating func diverged<Storage: LogStorage>(
    _ head: Head, from reader: LogReader<Storage>, prefixRoot: MerkleHash
  ) {
    let size = head.checkpoint.size
    var tiles = reader.tiles()
    let hashes = try? tiles.consistencyProof(from: size).hashes
    let detail =
      "size \(size): \(head.checkpoint.root) by \(head.source), but the log of size "
      + "\(reader.checkpoint.size) begins with \(prefixRoot)"
    guard let hashes, let key = settings.trust?.logs.first else {
      return report(.damagedLog, head.source, detail)
    }
    let proof = FraudProof(
      key: key, first: head.note, second: reader.note,
      divergence: .init(prefixRoot: prefixRoot, hashes: hashes))
    convict(proof, .splitView, head.source, detail)
  }

  /// Accuses the log if, and only if, the proof holds by itself; if it does not, the files are
  /// damaged.
  private mutating func convict(
    _ proof: FraudProof, _ kind: AuditFinding.Kind, _ subject: String, _ detail: String
  ) {
    guard case .proven = proof.verify() else { return report(.damagedLog, subject, detail) }
    report(kind, subject, detail)
    if fraudProofs.count < Self.mostFraudProofs { fraudProofs.append(proof) }
  }

  /// The root that the log's files have over their first `size` leaves; nil where one is missing.
  private static func prefixRoot<Storage: LogStorage>(
    _ size: UInt64, of reader: LogReader<Storage>
  ) -> MerkleHash? {
    var tiles = reader.tiles()
    return try? MerkleTree.root(size: size) { subtree throws(LogError) in
      try tiles.hash(of: subtree)
    }
  }

  /// Takes in a file that should be a fraud proof.
  package mutating func add(fraudProof bytes: [UInt8], from source: String) {
    do throws(AuditError) {
      add(try FraudProof(parsing: bytes), from: source)
    } catch {
      report(.fraudProofRefused, source, "\(error): nobody is accused")
    }
  }

  /// Takes in a fraud proof that somebody hands over.
  package mutating func add(_ proof: FraudProof, from source: String) {
    switch proof.verify(trusting: settings.trust?.logs.first) {
    case .proven(let first, let second):
      let kind: AuditFinding.Kind = first.size == second.size ? .equivocation : .splitView
      report(
        kind, source,
        "“\(first.origin)” signed size \(first.size) with \(first.root), "
          + "and size \(second.size) with \(second.root); key \(proof.key)")
      if fraudProofs.count < Self.mostFraudProofs { fraudProofs.append(proof) }
    case .refused(let refusal):
      report(.fraudProofRefused, source, "\(refusal.rawValue): nobody is accused")
    }
  }
}
