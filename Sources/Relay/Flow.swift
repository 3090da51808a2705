import Linux

/// One direction of a connection: what was read and not yet passed on, and how far its end has come.
///
/// Nothing more is read while something waits, so that a slow reader slows down the writer.
struct Flow: ~Copyable {
  private static let capacity = 16 << 10
  /// How many buffers are passed on before other connections get their turn.
  private static let rounds = 8

  private var buffer: [UInt8] = []
  private var start = 0
  private var end = 0
  /// The source has nothing more.
  private(set) var sourceEnded = false
  /// The sink was told so; nothing is left to do.
  private(set) var isFinished = false
  /// Bytes passed on.
  private(set) var bytes: UInt64 = 0

  private var isEmpty: Bool { start == end }
  var wantsSource: Bool { isEmpty && !sourceEnded }
  var wantsSink: Bool { !isEmpty }

  /// Passes on what can be without waiting.
  ///
  /// - Returns: whether anything moved.
  mutating func run(
    from source: borrowing FileDescriptor, to sink: borrowing FileDescriptor
  ) throws(SystemError) -> Bool {
    if isFinished { return false }
    var moved = false
    for _ in 0..<Self.rounds {
      if wantsSource {
        guard try fill(from: source) else { break }
        moved = true
      }
      guard try flush(to: sink) else { break }
      moved = true
    }
    if sourceEnded && isEmpty {
      try sink.endWriting()
      isFinished = true
      buffer = []
    }
    return moved
  }

  /// - Returns: false if the source has nothing now.
  private mutating func fill(from source: borrowing FileDescriptor) throws(SystemError) -> Bool {
    if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: Self.capacity) }
    do throws(SystemError) {
      let result = unsafe buffer.withUnsafeMutableBytes { bytes -> Result<Int, SystemError> in
        Result { () throws(SystemError) in unsafe try source.read(into: bytes) }
      }
      let count = try result.get()
      (start, end) = (0, count)
      sourceEnded = count == 0
      return true
    } catch let error where error.wouldBlock {
      return false
    }
  }

  /// - Returns: false if something is left, or nothing was there.
  private mutating func flush(to sink: borrowing FileDescriptor) throws(SystemError) -> Bool {
    if isEmpty { return false }
    do throws(SystemError) {
      let count = try sink.send(buffer[start..<end])
      start += count
      bytes += UInt64(count)
      return isEmpty
    } catch let error where error.wouldBlock {
      return false
    }
  }
}
