import Linux

/// The beginning of what a job writes to one of its streams; the rest is read and thrown away, so
/// that the job neither waits for us nor fills our memory.
struct StreamCapture {
  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private(set) var truncated = false

  init(limit: UInt64) {
    self.limit = Int(limit)
  }

  /// Bytes that are taken at once.
  private static let chunk = 1 << 16

  /// Takes what is there now.
  ///
  /// - Parameter pipe: the end to read from, which never waits; the other end is open here, too.
  mutating func drain(_ pipe: borrowing FileDescriptor, atMost reads: Int) {
    unsafe withUnsafeTemporaryAllocation(byteCount: Self.chunk, alignment: 16) { buffer in
      for _ in 0..<reads {
        // Reading a pipe of ours fails only when nothing is there.
        guard let count = unsafe try? pipe.read(into: buffer), count > 0 else { return }
        let kept = min(count, limit - bytes.count)
        unsafe bytes.append(contentsOf: buffer[..<kept])
        if kept < count { truncated = true }
      }
    }
  }
}
