import Linux

/// Cuts a stream into chunks of one size, of which the last may be shorter, and tells which is the
/// last: it reads one byte ahead.
struct ChunkReader {
  private let chunkByteCount: Int
  private var pending: [UInt8]

  /// - Parameter begun: bytes that were read from the stream already.
  init(chunkByteCount: Int, begun: [UInt8] = []) {
    self.chunkByteCount = chunkByteCount
    pending = begun
  }

  /// Hands the next chunk to `body`, which says whether to go on; an empty stream has one chunk.
  ///
  /// - Returns: what `body` answered.
  mutating func next(
    from source: borrowing FileDescriptor,
    _ body: (UnsafeRawBufferPointer, _ isLast: Bool) throws(SystemError) -> Bool
  ) throws(SystemError) -> Bool {
    if pending.count <= chunkByteCount {
      pending += try source.readUpTo(chunkByteCount + 1 - pending.count)
    }
    let isLast = pending.count <= chunkByteCount
    let size = min(pending.count, chunkByteCount)
    // A closure given to withUnsafeBytes cannot throw a typed error.
    let result = unsafe pending.withUnsafeBytes { bytes -> Result<Bool, SystemError> in
      Result { () throws(SystemError) in
        unsafe try body(UnsafeRawBufferPointer(rebasing: bytes[..<size]), isLast)
      }
    }
    pending.removeFirst(size)
    return try result.get()
  }
}
