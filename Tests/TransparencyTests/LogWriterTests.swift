import Crypto
import Linux
import TestSupport
import Testing
import Transparency

@Suite struct LogWriterTests {
  static let origin = "example.com/log"
  let key: SigningKey
  let noteKey: NoteKey

  init() throws {
    key = try SigningKey()
    noteKey = try #require(NoteKey(name: Self.origin, role: .log, publicKey: key.publicKey))
  }

  static func entries(_ range: Range<Int>) -> [[UInt8]] { range.map { Array("entry \($0)".utf8) } }

  func check<Storage: LogStorage>(_ storage: Storage, size: Int) throws {
    let reader = try LogReader(storage, trusting: noteKey)
    #expect(reader.checkpoint.size == UInt64(size))
    let leaves = Self.entries(0..<size).map { MerkleHash.leaf($0) }
    #expect(reader.checkpoint.root == .root(of: leaves[...]))
    let report = LogCheck(of: reader)
    #expect(report.problems == [])
    #expect(report.entries == UInt64(size))
  }

  @Test("A log on disk grows by batches of all sizes and is sound after each")
  func growth() throws {
    let directory = try TemporaryDirectory()
    let storage = try PosixStorage(writing: directory.path + "/log")
    var writer = try LogWriter(creating: storage, origin: Self.origin, key: key)
    var size = 0
    for count in [1, 2, 253, 1, 255, 256, 257, 0, 700] {
      let indices = try writer.append(Self.entries(size..<(size + count)))
      #expect(indices == UInt64(size)..<UInt64(size + count))
      size += count
      try check(storage, size: size)
    }
  }

  @Test("A log is opened again where it was left, by whoever holds its key and its lock")
  func reopening() throws {
    let directory = try TemporaryDirectory()
    do {
      let storage = try PosixStorage(writing: directory.path)
      var writer = try LogWriter(creating: storage, origin: Self.origin, key: key)
      _ = try writer.append(Self.entries(0..<300))
      #expect(throws: SystemError.self) { try PosixStorage(writing: directory.path) }
    }
    let storage = try PosixStorage(writing: directory.path)
    #expect(throws: LogError(.exists, "checkpoint")) {
      try LogWriter(creating: storage, origin: Self.origin, key: key)
    }
    let other = try SigningKey()
    #expect(throws: LogError(.foreignCheckpoint, "checkpoint")) {
      try LogWriter(opening: storage, origin: Self.origin, key: other)
    }
    #expect(throws: LogError(.foreignCheckpoint, "checkpoint")) {
      try LogWriter(opening: storage, origin: "other", key: key)
    }
    var writer = try LogWriter(opening: storage, origin: Self.origin, key: key)
    _ = try writer.append(Self.entries(300..<301))
    try check(try PosixStorage(reading: directory.path), size: 301)
  }

  @Test("Entries too large are refused, and nothing changes")
  func largeEntries() throws {
    let storage = SimulatedStorage()
    var writer = try LogWriter(creating: storage, origin: Self.origin, key: key)
    let large = [UInt8](repeating: 0, count: 65_536)
    #expect(throws: LogError.self) { try writer.append([[1], large]) }
    #expect(writer.size == 0)
    #expect(try writer.append([Array(large.dropFirst())]) == 0..<1)
  }

  @Test("A log whose files were changed is not opened, and fsck says which")
  func damage() throws {
    for path in ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000"] {
      let storage = SimulatedStorage()
      var writer = try LogWriter(creating: storage, origin: Self.origin, key: key)
      _ = try writer.append(Self.entries(0..<300))
      #expect(storage.paths.contains(path))
      storage.damage(path, at: 3)
      let report = try LogCheck(of: LogReader(storage, trusting: noteKey))
      #expect(!report.isSound, "\(path)")
      if path.contains(".p/") {
        #expect(throws: LogError.self) {
          try LogWriter(opening: storage, origin: Self.origin, key: key)
        }
      }
    }
    let storage = SimulatedStorage()
    _ = try LogWriter(creating: storage, origin: Self.origin, key: key)
    storage.damage("checkpoint", at: 2)
    #expect(throws: LogError(.foreignCheckpoint, "checkpoint")) {
      try LogReader(storage, trusting: noteKey)
    }
  }

  @Test("A writer that finds another checkpoint than its own stops")
  func conflict() throws {
    let storage = SimulatedStorage()
    var first = try LogWriter(creating: storage, origin: Self.origin, key: key)
    var second = try LogWriter(opening: storage, origin: Self.origin, key: key)
    _ = try first.append([[1]])
    #expect(throws: LogError(.conflict, "checkpoint")) { try second.append([[2]]) }
    #expect(throws: LogError.self) { try second.append([[2]]) }
  }
}
