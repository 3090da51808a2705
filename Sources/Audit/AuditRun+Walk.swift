import Content
package import Transparency

extension AuditRun {
  /// Reads what the log got since the last audit, checks it, and compares it with the bundles.
  ///
  /// - Parameter progress: hears of entries walked over, and of all that there are.
  package mutating func walk<Storage: LogStorage>(
    _ reader: LogReader<Storage>, from source: String,
    progress: (_ done: UInt64, _ size: UInt64) -> Void = { _, _ in }
  ) {
    guard let key = settings.trust?.logs.first,
      let head = heads.first(where: { $0.note == reader.note && $0.source == source })
    else { return }
    guard var walk = begin(reader, source) else {
      log = LogSummary(head: head, key: key, knownSize: 0)
      return
    }
    var summary = LogSummary(head: head, key: key, knownSize: walk.size)
    while let entries = walk.next() {
      for (index, entry) in entries { audit(entry, at: index, &summary) }
      summary.walked = walk.size - summary.knownSize
      progress(walk.size, reader.checkpoint.size)
    }
    for problem in walk.problems { report(.damagedLog, source, problem) }
    if walk.problemCount > walk.problems.count {
      report(.damagedLog, source, "and \(walk.problemCount - walk.problems.count) more")
    }
    summary.isIntact = walk.problemCount == 0
    log = summary
  }

  /// Checks another copy's files, from the last audit's end on.
  package mutating func walk<Storage: LogStorage>(
    copy reader: LogReader<Storage>, from source: String, behind main: Checkpoint
  ) {
    if reader.checkpoint.size < main.size {
      report(
        .laggingCopy, source, "\(reader.checkpoint.size) entries, \(main.size) elsewhere")
    }
    guard var walk = begin(reader, source) else { return }
    while walk.next() != nil {}
    for problem in walk.problems { report(.damagedLog, source, problem) }
  }

  /// A walk from the last audit's end on; where that is not possible, from the beginning.
  private mutating func begin<Storage: LogStorage>(
    _ reader: LogReader<Storage>, _ source: String
  ) -> LogWalk<Storage>? {
    if let start, start.checkpoint.size <= reader.checkpoint.size {
      do throws(LogError) {
        return try LogWalk(reader, from: start.checkpoint.size, root: start.checkpoint.root)
      } catch {
        report(.damagedLog, source, "what the last audit saw cannot be found again: \(error)")
      }
    }
    // Everything is read anew, so that nothing counts as known.
    seen = SeenIndex()
    do throws(LogError) {
      return try LogWalk(reader)
    } catch {
      report(.damagedLog, source, "\(error)")
      return nil
    }
  }
}
