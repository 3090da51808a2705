package import Linux

/// Messages as lines over two byte streams, one JSON document to a line.
///
/// A line is read whole or not at all: a message beyond the limit is an error before it is stored.
package struct LineChannel: ~Copyable {
  /// Longest message accepted, in bytes, without its newline.
  package static let limit = 16 << 20
  private static let newline = UInt8(ascii: "\n")

  private let input: FileDescriptor
  private let output: FileDescriptor
  private var pending: [UInt8] = []

  /// Takes over both descriptors.
  package init(reading input: consuming FileDescriptor, writing output: consuming FileDescriptor) {
    self.input = input
    self.output = output
  }

  /// Sends one message; `bytes` has no newline.
  package func send(_ bytes: [UInt8]) throws(SystemError) {
    try output.writeAll(bytes + [Self.newline])
  }

  /// The next message without its newline; nil when the other side has closed its end.
  ///
  /// - Parameter deadline: on the monotonic clock, in microseconds; nil waits for ever.
  /// - Throws: `ETIMEDOUT` at the deadline, `EMSGSIZE` beyond the limit, `EPROTO` if the stream
  ///   ends within a line.
  package mutating func receive(deadline: Int64? = nil) throws(SystemError) -> [UInt8]? {
    var searched = 0
    while true {
      if let end = pending[searched...].firstIndex(of: Self.newline) {
        let line = Array(pending[..<end])
        pending.removeSubrange(...end)
        return line
      }
      searched = pending.count
      guard searched <= Self.limit else { throw .messageTooLarge }
      try input.waitUntilReadable(deadline: deadline)
      let chunk = try input.readSome(atMost: 1 << 16)
      if chunk.isEmpty {
        guard pending.isEmpty else { throw .brokenMessage }
        return nil
      }
      pending += chunk
    }
  }
}

extension LineChannel {
  /// Standard input and output of this process, which nobody else uses from now on.
  package static func standardStreams() -> LineChannel {
    LineChannel(reading: FileDescriptor(adopting: 0), writing: FileDescriptor(adopting: 1))
  }
}
