import Content
import Linux
import Provider
import Traces

/// A way to deceive a requestor.
enum Lie: String, CaseIterable, Sendable {
  /// The first output is something else of the same size.
  case wrongOutput = "wrong-output"
  /// One bit of the first output is the other way round.
  case flippedBit = "flipped-bit"
  /// The last number of the first output, taken as a float32, is off by one unit in the last place:
  /// what another order of sums can do, too.
  case lastPlace = "last-place"
  /// The statement is a true one, but of another lease.
  case replay
}

extension Lie {
  /// The record with its first output (or standard output, where there is none) falsified; the
  /// false bytes are stored, so that digest and content agree.
  func falsify(
    _ record: ExecutionRecord, in store: BlobStore
  ) throws(SystemError) -> ExecutionRecord {
    var contents = record.contents
    let index = contents.firstIndex { $0.subject.hasPrefix("out/") } ?? 0
    let truth = try store.read(contents[index].steps.whole, limit: 1 << 30)
    let steps = try store.putInSteps(falsify(truth))
    contents[index] = TracedContent(subject: contents[index].subject, steps: steps)
    return ExecutionRecord(
      outcome: record.outcome, profile: record.profile, contents: contents,
      startedAt: record.startedAt, finishedAt: record.finishedAt, stages: record.stages)
  }

  private func falsify(_ truth: [UInt8]) -> [UInt8] {
    guard let last = truth.indices.last else { return [1] }
    var bytes = truth
    switch self {
    case .flippedBit: bytes[last] ^= 1
    case .lastPlace: bytes[max(0, last - 3)] ^= 1
    case .wrongOutput: bytes = truth.map { ~$0 }
    case .replay: break
    }
    return bytes
  }
}
