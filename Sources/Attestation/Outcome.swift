import Content

/// What came of an execution besides its outputs: `{"termination":{…}}`, and `"truncated":["stdout"]`
/// where a stream was cut.
package struct Outcome: Hashable, Sendable {
  /// A stream of which only so much is kept as the job's limits allow.
  package enum Stream: String, CaseIterable, Sendable {
    case standardError = "stderr"
    case standardOutput = "stdout"
  }

  package let termination: Termination
  /// Streams whose subjects are the beginnings of what the command wrote; in the order of `Stream`.
  package let truncated: [Stream]

  package init(termination: Termination, truncated: Set<Stream> = []) {
    self.termination = termination
    self.truncated = Stream.allCases.filter(truncated.contains)
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    termination = try reader.object("termination", Termination.init(reading:))
    guard reader.isNext("truncated") else {
      truncated = []
      return
    }
    let start = reader
    let names = try reader.strings("truncated", atMost: Stream.allCases.count)
    truncated = Stream.allCases.filter { names.contains($0.rawValue) }
    guard !names.isEmpty, truncated.map(\.rawValue) == names else {
      throw start.expected("“stderr” or “stdout” or both, in this order, or no such member")
    }
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.name("termination")
      termination.write(to: &writer)
      if !truncated.isEmpty { writer.member("truncated", truncated.map(\.rawValue)) }
    }
  }
}
