import Linux

/// The beginning of what a job writes to one of its streams; the rest is read and thrown away, so
/// that the job neither waits for us nor fills our memory.
struct StreamCapture: ~Copyable {
  private let pipe: FileDescriptor
  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private(set) var truncated = false

  /// - Parameter pipe: the reading end, which never waits.
  init(_ pipe: consuming FileDescriptor, limit: UInt64) {
    self.pipe = pipe
    self.limit = Int(limit)
  }

  /// Bytes that are taken at once.
  private static let chunk = 1 << 16

  /// Takes what is there now.
  ///
  /// - Returns: false at the end: nobody can write any more.
  mutating func drain() throws(SystemError) -> Bool {
    let result = unsafe withUnsafeTemporaryAllocation(byteCount: Self.chunk, alignment: 16) {
      buffer in
      Result { () throws(SystemError) in unsafe try drain(with: buffer) }
    }
    return try result.get()
  }

  private mutating func drain(
    with buffer: UnsafeMutableRawBufferPointer
  ) throws(SystemError) -> Bool {
    do throws(SystemError) {
      while true {
        let count = unsafe try pipe.read(into: buffer)
        if count == 0 { return false }
        let kept = min(count, limit - bytes.count)
        unsafe bytes.append(contentsOf: buffer[..<kept])
        if kept < count { truncated = true }
      }
    } catch let error where error.wouldBlock {
      return true
    }
  }

  /// Reports `token` when there is something to take.
  func watch(with queue: borrowing EventQueue, token: UInt64) throws(SystemError) {
    try queue.watch(pipe, token: token)
  }

  /// Takes what is there; at the end of the stream `queue` stops reporting it.
  mutating func attend(_ queue: borrowing EventQueue) {
    // A stream that cannot be read is as good as ended; and it is in the queue.
    let open = (try? drain()) ?? false
    if !open { try? queue.ignore(pipe) }
  }
}
