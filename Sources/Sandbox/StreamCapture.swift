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

  /// Takes what is there now.
  ///
  /// - Parameters:
  ///   - pipe: the end to read from, which never waits; the other end is open here, too.
  ///   - reads: how often it is read at most, 1 or more.
  mutating func drain(_ pipe: borrowing FileDescriptor, atMost reads: Int) {
    // Most streams are empty or end soon, and need no memory but the stack's.
    let isMore = read(pipe, chunk: Self.fewBytes, atMost: 1)
    if isMore && reads > 1 { _ = read(pipe, chunk: Self.manyBytes, atMost: reads - 1) }
  }

  /// What a temporary allocation takes from the stack.
  private static let fewBytes = 1 << 10
  /// What a pipe holds.
  private static let manyBytes = 1 << 16

  /// - Parameter chunk: bytes that are taken at once.
  /// - Returns: whether there may be more.
  private mutating func read(
    _ pipe: borrowing FileDescriptor, chunk: Int, atMost reads: Int
  ) -> Bool {
    unsafe withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 16) { buffer in
      for _ in 0..<reads {
        // Reading a pipe of ours fails only when nothing is there.
        guard let count = unsafe try? pipe.read(into: buffer), count > 0 else { return false }
        let kept = min(count, limit - bytes.count)
        unsafe bytes.append(contentsOf: buffer[..<kept])
        if kept < count { truncated = true }
      }
      return true
    }
  }
}
