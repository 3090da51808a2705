import Content
import Transparency

/// `assay log fsck`: everything that the checkpoint covers, read and hashed again.
struct LogFsckCommand: Command {
  static let syntax = CommandSyntax(
    words: ["log", "fsck"], positional: ["LOG"],
    options: [LogDirectory.logKeyOption, LogDirectory.keyOption],
    summary: "read the whole log and check it against its checkpoint")

  private static let steps = 40

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let log = LogDirectory(arguments.positional[0], arguments)
    let reader = try log.reader()
    var shown = 0
    let check = LogCheck(of: reader) { done, size in
      let step = Int(done * UInt64(Self.steps) / max(size, 1))
      guard step > shown else { return }
      shown = step
      console.progress(step, of: Self.steps, "\(done) of \(size) entries")
    }
    let head = reader.checkpoint
    let summary = "\(head.origin): \(head.size) entries, \(check.tiles) files, root \(head.root)"
    let verdict = check.isSound ? "sound" : "\(check.problems.count) problems"
    console.result(
      (check.problems + ["\(summary): \(verdict)"]).map { $0 + "\n" }.joined(),
      json: .object([
        "origin": .string(head.origin), "size": .integer(Int64(head.size)),
        "root": .string(head.root.description), "files": .integer(Int64(check.tiles)),
        "isSound": .boolean(check.isSound), "problems": .strings(check.problems),
      ]))
    return check.isSound ? .accepted : .verificationFailed
  }
}
