import Crypto
import TestSupport
import Testing
import Transparency

@Suite struct LogSequencerTests {
  static let origin = "example.com/log"

  @Test("Entries appended at once get different indices, and each lies at its own")
  func concurrentAppends() async throws {
    let key = try SigningKey()
    let storage = SimulatedStorage()
    let writer = try LogWriter(creating: storage, origin: Self.origin, key: key)
    let sequencer = LogSequencer(writer, largestBatch: 100)
    let indices = try await withThrowingTaskGroup(of: (Int, UInt64).self) { group in
      for number in 0..<1000 {
        group.addTask { (number, try await sequencer.append(Array("\(number)".utf8))) }
      }
      return try await group.reduce(into: [Int: UInt64]()) { $0[$1.0] = $1.1 }
    }
    #expect(Set(indices.values) == Set(0..<1000))
    let noteKey = try #require(NoteKey(name: Self.origin, role: .log, publicKey: key.publicKey))
    let reader = try LogReader(storage, trusting: noteKey)
    #expect(LogCheck(of: reader).isSound)
    let entries = try Tile.tiles(to: 1000).filter { $0.kind == .entries }
      .flatMap { try reader.entries(of: $0) }
    for (number, index) in indices { #expect(entries[Int(index)] == Array("\(number)".utf8)) }
  }

  @Test("After a failed write everybody hears of it, and nothing more is taken")
  func failure() async throws {
    let storage = SimulatedStorage()
    let writer = try LogWriter(creating: storage, origin: Self.origin, key: try SigningKey())
    let sequencer = LogSequencer(writer)
    #expect(try await sequencer.append([1]) == 0)
    storage.fail(at: 3)
    await #expect(throws: LogError.self) { try await sequencer.append([2]) }
    await #expect(throws: LogError(.stopped, Self.origin)) { try await sequencer.append([3]) }
  }

  @Test("A large entry is refused before it waits; a full queue turns callers away")
  func refusals() async throws {
    let storage = SimulatedStorage()
    let writer = try LogWriter(creating: storage, origin: Self.origin, key: try SigningKey())
    let sequencer = LogSequencer(writer, mostWaiting: 0)
    await #expect(throws: LogError.self) {
      try await sequencer.append([UInt8](repeating: 0, count: 65_536))
    }
    let error = await #expect(throws: LogError.self) { try await sequencer.append([1]) }
    #expect(error?.code == .overloaded)
  }
}
