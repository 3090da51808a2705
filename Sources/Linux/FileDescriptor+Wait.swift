import CLinux

extension FileDescriptor {
  /// Waits until a read would not block: there are bytes, the end, or an error (`poll(2)`).
  ///
  /// - Parameter deadline: on the monotonic clock, in microseconds; nil waits for ever.
  /// - Throws: `ETIMEDOUT` at the deadline.
  package func waitUntilReadable(deadline: Int64?) throws(SystemError) {
    var request = pollfd(fd: rawValue, events: Int16(POLLIN), revents: 0)
    while true {
      let rest = deadline.map { max(0, $0 - Clock.monotonicMicroseconds()) }
      let timeout = rest.map { Int32(clamping: ($0 + 999) / 1000) } ?? -1
      if try systemCall("poll", nil, { unsafe poll(&request, 1, timeout) }) > 0 { return }
      if rest == 0 { throw SystemError("poll", code: ETIMEDOUT) }
    }
  }

  /// At most `count` bytes that are there now; empty at the end (`read(2)`).
  package func readSome(atMost count: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try appendChunk(to: &bytes, atMost: count)
    return bytes
  }
}

extension SystemError {
  /// The time allowed has passed (`ETIMEDOUT`).
  package var isTimeout: Bool { code == ETIMEDOUT }

  /// A message longer than the reader accepts (`EMSGSIZE`).
  package static let messageTooLarge = SystemError("receive", code: EMSGSIZE)

  /// A stream that ended within a message (`EPROTO`).
  package static let brokenMessage = SystemError("receive", code: EPROTO)
}
