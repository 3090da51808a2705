import Audit
import Content
import Evidence
import Linux
import Report
import Transparency

/// `assay audit`: logs, their copies, and bundles, held against one another.
struct AuditCommand: Command {
  static let syntax = CommandSyntax(
    words: ["audit"], positional: ["LOG…"],
    options: LogTrust.options + PolicyOptions.options + [
      .value("--state", "FILE", "remember the verified head here, and begin where it ends"),
      .value("--max-age", "DURATION", "the log must have been heard of within, say, 36h or 7d"),
      .value("--html", "FILE", "write the report as one file for a browser"),
      .value("--proofs", "DIR", "write fraud proofs here, which anybody can check offline"),
    ],
    summary: "hold logs (directories), their copies, checkpoints and bundles against one another")

  private static let steps = 20

  private let arguments: Arguments
  private let largestAge: Int64?

  init(_ arguments: Arguments) throws(CommandError) {
    self.arguments = arguments
    largestAge = try arguments.value("--max-age").map(Self.milliseconds)
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let judge = try PolicyOptions(arguments)
    let inputs = try AuditInputs(arguments.positional)
    let stateFile = arguments.value("--state").map { StateFile(path: $0) }
    let given = try LogTrust(arguments) ?? judge.policy?.transparency
    let state = try stateFile?.read(of: given?.logs.first)
    let trust = given ?? state.flatMap { LogTrust(logs: [$0.key]) }
    try check(trust, inputs)
    var run = AuditRun(
      AuditSettings(
        time: judge.time, trust: trust, policy: judge.policy, verifiers: judge.verifiers,
        largestAge: largestAge), from: state)
    for (path, bytes) in inputs.fraudProofs { run.add(fraudProof: bytes, from: path) }
    for path in inputs.bundles {
      run.add(bundle: try TextFile.read(path, limit: AuditInputs.bundleLimit), from: path)
    }
    for (path, bytes) in inputs.notes { run.add(checkpoint: bytes, from: path) }
    if let key = trust?.logs.first {
      try walk(inputs.logs, key, &run, console)
    }
    let report = run.finish()
    try publish(report, stateFile)
    console.result(report.text, json: report.json)
    return report.isClean ? .accepted : .findings
  }

  private func check(_ trust: LogTrust?, _ inputs: AuditInputs) throws(CommandError) {
    if let trust, trust.logs.count > 1 {
      throw .usage(
        "\(trust.logs.count) logs are trusted; an audit is of one: name it with --log-key")
    }
    guard trust == nil, !inputs.logs.isEmpty || !inputs.notes.isEmpty else { return }
    throw .usage(
      "--log-key is missing: the key by which the log is known (assay log init prints it)")
  }

  /// Reads every copy, compares all heads with the one that has got furthest, and walks the files.
  private func walk(
    _ paths: [String], _ key: NoteKey, _ run: inout AuditRun, _ console: Console
  ) throws(CommandError) {
    var copies: [(path: String, reader: LogReader<PosixStorage>)] = []
    for path in paths {
      do throws(LogError) {
        copies.append((path, try Self.reader(path, key)))
        run.add(checkpoint: copies[copies.count - 1].reader.note.bytes, from: path)
      } catch let error where error.code == .foreignCheckpoint {
        let bytes = try TextFile.read(path + "/checkpoint", limit: 1 << 20)
        run.add(checkpoint: bytes, from: path)
      } catch {
        throw CommandError(error, in: path)
      }
    }
    copies.sort { $0.reader.checkpoint.size > $1.reader.checkpoint.size }
    guard let main = copies.first else { return run.compareEqualSizes() }
    run.compare(with: main.reader)
    var shown = 0
    run.walk(main.reader, from: main.path) { done, size in
      let step = Int(done * UInt64(Self.steps) / max(size, 1))
      guard step > shown else { return }
      shown = step
      console.progress(step, of: Self.steps, "\(done) of \(size) entries")
    }
    for copy in copies.dropFirst() {
      run.walk(copy: copy.reader, from: copy.path, behind: main.reader.checkpoint)
    }
  }

  private static func reader(
    _ path: String, _ key: NoteKey
  ) throws(LogError) -> LogReader<PosixStorage> {
    let storage: PosixStorage
    do throws(SystemError) { storage = try PosixStorage(reading: path) } catch {
      throw LogError(.system(error), path)
    }
    return try LogReader(storage, trusting: key)
  }

  private func publish(_ report: AuditReport, _ state: StateFile?) throws(CommandError) {
    if let file = arguments.value("--html") {
      try TextFile.replace(file, with: Array(AuditPage(report).html.utf8))
    }
    if let directory = arguments.value("--proofs"), !report.fraudProofs.isEmpty {
      do throws(SystemError) { try makeDirectories(directory) } catch {
        throw CommandError(.operationalError, "file.unwritable", "\(directory): \(error)")
      }
      for proof in report.fraudProofs {
        let bytes = proof.json.canonicalBytes
        let name = "\(Digest(of: bytes).hexadecimal.prefix(16)).fraud-proof"
        try TextFile.replace("\(directory)/\(name)", with: bytes)
      }
    }
    // Last, so that what could not be reported is found again.
    if let state, let next = report.state { try state.write(next) }
  }

  /// Reads `90s`, `15m`, `36h` or `7d`.
  private static func milliseconds(_ text: String) throws(CommandError) -> Int64 {
    let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()),
      (1...1_000_000).contains(number)
    else { throw .usage("--max-age is “\(text)”; expected a duration such as 90s, 15m, 36h or 7d") }
    return number * unit
  }
}
