import Synchronization

/// Reads a file on a thread of its own, a few pieces ahead of whoever looks at them, so that reading
/// takes none of the looker's time.
@safe final class ReadAhead: Sendable {
  private static let pieceSize = 1 << 20
  private static let pieceCount = 4
  /// Of a file that is worth a thread.
  static let smallestFile: Int64 = 8 << 20

  private let file: FileDescriptor
  // A piece is the reader's until `results` counts it, then the looker's until `looked` rings for it;
  // the bells' mutexes order what either writes. Freed when neither is left.
  private nonisolated(unsafe) let pieces: UnsafeMutableRawBufferPointer
  /// How many bytes each piece got, first to last; the last is 0 or an error.
  private let results = Mutex<[Result<Int, SystemError>]>([])
  private let isStopped = Atomic(false)
  private let filled = Doorbell()
  private let looked = Doorbell()

  private init(_ file: consuming FileDescriptor) {
    self.file = file
    unsafe pieces = .allocate(
      byteCount: Self.pieceSize * Self.pieceCount, alignment: 4096)
  }

  deinit {
    unsafe pieces.deallocate()
  }

  /// Shows `visit` each piece of what `file` holds from its position on.
  static func visit(
    _ file: borrowing FileDescriptor,
    _ visit: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) {
    // The duplicate shares the position.
    let reader = ReadAhead(try file.duplicate())
    try Thread.start { reader.fill() }
    defer {
      reader.isStopped.store(true, ordering: .releasing)
      reader.looked.ring()
    }
    var index = 0
    while true {
      reader.filled.wait(past: index)
      let count = try reader.results.withLock { $0[index] }.get()
      if count == 0 { return }
      unsafe try visit(UnsafeRawBufferPointer(rebasing: reader.piece(index)[..<count]))
      reader.looked.ring()
      index += 1
    }
  }

  /// The reader's thread.
  private func fill() {
    var index = 0
    while !isStopped.load(ordering: .acquiring) {
      let result = Result { () throws(SystemError) in unsafe try file.read(into: piece(index)) }
      results.withLock { $0.append(result) }
      filled.ring()
      guard case .success(1...) = result else { return }
      index += 1
      // The piece that comes next must have been looked at.
      if index >= Self.pieceCount { looked.wait(past: index - Self.pieceCount) }
    }
  }

  private func piece(_ index: Int) -> UnsafeMutableRawBufferPointer {
    let start = index % Self.pieceCount * Self.pieceSize
    return unsafe UnsafeMutableRawBufferPointer(
      rebasing: pieces[start..<(start + Self.pieceSize)])
  }
}
