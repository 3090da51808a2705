import Audit
import Content
import Transparency

/// `assay log verify`: proofs and checkpoints, offline.
struct LogVerifyCommand: Command {
  static let syntax = CommandSyntax(
    words: ["log", "verify"], positional: ["FILE"],
    options: LogTrust.options + [
      .value("--of", "DOCUMENT", "the bundle or statement that a proof must be of"),
      .value("--since", "CHECKPOINT", "an earlier checkpoint, which the log must continue"),
    ],
    summary: "check a proof that `log prove` printed, or a checkpoint, without the log")

  private let arguments: Arguments
  private let path: String

  init(_ arguments: Arguments) {
    self.arguments = arguments
    path = arguments.positional[0]
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    guard let trust = try LogTrust(arguments) else {
      throw .usage("--log-key is missing: the key of the log that is to be believed")
    }
    let bytes = try TextFile.read(path, limit: LogProof.largest + SignedNote.largest)
    if let proof = LogProof(bytes) { return report(try entry(trust, proof), console) }
    let checkpoint: SignedNote
    var steps: WitnessRequest?
    if let request = WitnessRequest(bytes), let note = request.note {
      (checkpoint, steps) = (note, request)
    } else if let note = SignedNote(bytes) {
      checkpoint = note
    } else {
      throw CommandError(
        .verificationFailed, "log.malformed",
        "\(path): no: neither a tlog-proof, nor a consistency proof, nor a checkpoint")
    }
    let head = try trusted(checkpoint, trust, path)
    if let earlier = arguments.value("--since") {
      try follow(head, checkpoint, earlier, steps, trust)
    } else if steps != nil {
      throw .usage("\(path) shows how a log has grown; say --since which earlier CHECKPOINT")
    }
    return report(Answer(head: head, index: nil), console)
  }

  private struct Answer {
    let head: LogTrust.TrustedCheckpoint
    let index: UInt64?
  }

  private func report(_ answer: Answer, _ console: Console) -> ExitStatus {
    let head = answer.head
    let subject = answer.index.map { "entry \($0) of " } ?? ""
    let witnesses = head.cosignatures.count
    console.result(
      "\(path): yes, \(subject)\(head.log.name) at \(head.checkpoint.size) entries, "
        + "\(witnesses) witnesses\n",
      json: .object([
        "origin": .string(head.log.name), "size": .integer(Int64(head.checkpoint.size)),
        "root": .string(head.checkpoint.root.description),
        "index": answer.index.map { .integer(Int64($0)) },
        "witnesses": .strings(head.cosignatures.values.map(\.signature.name).sorted()),
      ]))
    return .accepted
  }

  private func entry(_ trust: LogTrust, _ proof: LogProof) throws(CommandError) -> Answer {
    guard let file = arguments.value("--of") else {
      throw .usage("\(path) proves that something is in a log; say --of which DOCUMENT")
    }
    switch trust.check(proof, of: try LoggedDocument(at: file).entry, now: .now()) {
    case .verified(let logged): return Answer(head: logged.head, index: logged.index)
    case .rejected(let rejection): throw refusal(rejection, path)
    }
  }

  private func trusted(
    _ note: SignedNote, _ trust: LogTrust, _ path: String
  ) throws(CommandError) -> LogTrust.TrustedCheckpoint {
    switch trust.check(note, now: .now()) {
    case .verified(let head): return head
    case .rejected(let rejection): throw refusal(rejection, path)
    }
  }

  /// Checks that `head` continues the checkpoint in the file `path`.
  private func follow(
    _ head: LogTrust.TrustedCheckpoint, _ note: SignedNote, _ path: String,
    _ steps: WitnessRequest?, _ trust: LogTrust
  ) throws(CommandError) {
    guard let earlier = SignedNote(try TextFile.read(path, limit: SignedNote.largest)) else {
      throw CommandError(.usage, "log.malformed", "--since \(path): no signed checkpoint")
    }
    // Whoever saw the earlier one believed it then; witnesses may have come since.
    guard let keys = LogTrust(logs: trust.logs) else { preconditionFailure("no logs in a trust") }
    let old = try trusted(earlier, keys, path)
    let (was, now) = (old.checkpoint, head.checkpoint)
    guard old.log == head.log else {
      throw .usage("--since \(path) is of “\(was.origin)”, \(self.path) of “\(now.origin)”")
    }
    let fraud = FraudProof(key: head.log, first: earlier, second: note)
    if case .proven = fraud.verify() {
      throw CommandError(
        .verificationFailed, "log.fork",
        "\(self.path): no: \(now.origin) signed two different heads of \(was.size) entries: "
          + fraud.json.canonicalText)
    }
    if now.size < was.size {
      throw CommandError(
        .verificationFailed, "log.rolled-back",
        "\(self.path): no: \(now.origin) had \(was.size) entries, and now has \(now.size)")
    }
    if now.size == was.size { return }
    guard let steps, steps.oldSize == was.size else {
      throw .usage(
        "\(self.path) holds no proof from \(was.size) entries on; `assay log prove LOG --since "
          + "\(was.size)` prints it")
    }
    let proof = ConsistencyProof(oldSize: was.size, newSize: now.size, hashes: steps.hashes)
    guard proof.isValid(oldRoot: was.root, newRoot: now.root) else {
      throw CommandError(
        .verificationFailed, "log.inconsistent",
        "\(self.path): no: \(now.origin) does not continue what it was at \(was.size) entries")
    }
  }

  private func refusal(_ rejection: LogTrust.Rejection, _ path: String) -> CommandError {
    CommandError(
      .verificationFailed, "log.\(rejection.reason.rawValue)", "\(path): no: \(rejection)")
  }
}
