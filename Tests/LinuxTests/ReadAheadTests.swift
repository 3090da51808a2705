import Linux
import TestSupport
import Testing

/// Files large enough to be read ahead by a thread.
@Suite struct ReadAheadTests {
  private static let size = (11 << 20) + 12_345

  private func file(_ directory: borrowing TemporaryDirectory, _ bytes: [UInt8]) throws
    -> FileDescriptor
  {
    let file = try FileDescriptor.open(
      directory.path + "/file", [.writeOnly, .create, .truncate])
    try file.writeAll(bytes)
    return try FileDescriptor.open(directory.path + "/file", .readOnly)
  }

  @Test("Every byte is seen once, in order, from the position on", arguments: [0, 1, 9 << 20])
  func content(start: Int) throws {
    let bytes = (0..<Self.size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
    let directory = try TemporaryDirectory()
    let file = try file(directory, bytes)
    var count = 0
    while count < start { count += try file.readSome(atMost: start - count).count }
    var seen: [UInt8] = []
    unsafe try file.readChunks { unsafe seen += $0 }
    #expect(seen == Array(bytes[start...]))
  }

  @Test("Whoever stops looking gets its own error back, and the thread ends")
  func stopped() throws {
    let directory = try TemporaryDirectory()
    for _ in 0..<10 {
      let file = try file(directory, [UInt8](repeating: 1, count: Self.size))
      var pieces = 0
      let error = #expect(throws: SystemError.self) {
        unsafe try file.readChunks { _ throws(SystemError) in
          pieces += 1
          throw SystemError("look", nil, code: 5)
        }
      }
      #expect(pieces == 1 && error?.code == 5)
    }
  }
}
