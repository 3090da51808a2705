import Crypto
import TestSupport
import Testing
import Transparency

/// Walks over logs that grew, and over logs that were damaged.
@Suite struct LogWalkTests {
  let key: SigningKey
  let noteKey: NoteKey

  init() throws {
    key = try SigningKey()
    noteKey = try #require(
      NoteKey(name: LogWriterTests.origin, role: .log, publicKey: key.publicKey))
  }

  func log(_ size: Int) throws -> SimulatedStorage {
    let storage = SimulatedStorage()
    var writer = try LogWriter(creating: storage, origin: LogWriterTests.origin, key: key)
    _ = try writer.append(LogWriterTests.entries(0..<size))
    return storage
  }

  func root(_ size: Int) -> MerkleHash {
    .root(of: LogWriterTests.entries(0..<size).map { MerkleHash.leaf($0) }[...])
  }

  @Test("From any size to any other, every new entry comes once and in order")
  func sizes() throws {
    let sizes = [0, 1, 2, 255, 256, 257, 511, 512, 600]
    for (place, new) in sizes.enumerated() {
      let reader = try LogReader(log(new), trusting: noteKey)
      for old in sizes[...place] {
        var walk = try LogWalk(reader, from: UInt64(old), root: root(old))
        var found: [[UInt8]] = []
        while let entries = walk.next() {
          for (index, entry) in entries {
            #expect(index == UInt64(old + found.count))
            found.append(entry)
          }
        }
        #expect(found == LogWriterTests.entries(old..<new), "\(old) to \(new)")
        #expect(walk.problemCount == 0 && walk.size == UInt64(new), "\(walk.problems)")
      }
    }
  }

  @Test("A root that the first leaves do not have is refused before anything is walked")
  func wrongStart() throws {
    let reader = try LogReader(log(300), trusting: noteKey)
    for (size, root) in [(299, root(300)), (256, root(255)), (0, root(1)), (300, .empty)] {
      #expect(throws: LogError.self) { try LogWalk(reader, from: UInt64(size), root: root) }
    }
  }

  @Test("Damage is reported where it is, and the walk goes on to the end")
  func damage() throws {
    for path in ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001"] {
      let storage = try log(600)
      storage.damage(path, at: 3)
      let reader = try LogReader(storage, trusting: noteKey)
      var walk = try LogWalk(reader)
      while walk.next() != nil {}
      #expect(walk.size == 600)
      #expect(walk.problemCount > 0, "\(path)")
      let place = path.contains("entries") ? "tile/entries/001" : path
      #expect(walk.problems.contains { $0.contains(place) || path.hasPrefix("tile/0") }, "\(path)")
    }
  }
}
