import Crypto
import Linux
import TestSupport
import Testing
import Transparency

/// The machine stops at every step of a log's life, and loses what a machine may lose.
@Suite struct CrashTests {
  static let origin = "example.com/log"

  /// Entries that were acknowledged, the batch that was being written, and the checkpoints seen.
  struct Memory {
    var acknowledged: [[UInt8]] = []
    var pending: [[UInt8]] = []
    var heads: [(size: Int, root: MerkleHash)] = []
    var isCreated = false
  }

  /// Opens or creates the log and appends batches until the storage fails.
  static func work(
    _ storage: SimulatedStorage, _ key: SigningKey, _ noteKey: NoteKey, batches: Int,
    _ memory: inout Memory, _ generator: inout SeededGenerator
  ) throws {
    var writer: LogWriter<SimulatedStorage>
    do throws(LogError) {
      writer = try LogWriter(opening: storage, origin: origin, key: key)
    } catch {
      guard error.code == .missing else { throw error }
      try #require(!memory.isCreated, "an acknowledged log is missing")
      writer = try LogWriter(creating: storage, origin: origin, key: key)
    }
    memory.isCreated = true
    // What was being written when the machine stopped may be there or not, but whole.
    let survived = Int(writer.size)
    let known = memory.acknowledged.count
    try #require(
      survived == known || survived == known + memory.pending.count, "\(survived) of \(known)")
    if survived > known { memory.acknowledged += memory.pending }
    memory.pending = []
    for _ in 0..<batches {
      let count = [1, 3, 40, 254, 300].randomElement(using: &generator) ?? 1
      let first = memory.acknowledged.count
      memory.pending = (first..<(first + count)).map { Array("\($0) \(generator.seed)".utf8) }
      _ = try writer.append(memory.pending)
      memory.acknowledged += memory.pending
      memory.pending = []
      let reader = try LogReader(storage, trusting: noteKey)
      memory.heads.append((memory.acknowledged.count, reader.checkpoint.root))
    }
  }

  /// Everything acknowledged is in the log, and every head that was ever seen is still one of it.
  static func verify(
    _ storage: SimulatedStorage, _ noteKey: NoteKey, _ memory: Memory, _ place: String
  ) throws {
    let reader = try LogReader(storage, trusting: noteKey)
    let report = LogCheck(of: reader)
    #expect(report.problems == [], "\(place)")
    let size = Int(reader.checkpoint.size)
    #expect(size >= memory.acknowledged.count, "\(place)")
    let leaves = (memory.acknowledged + memory.pending).prefix(size).map { MerkleHash.leaf($0) }
    #expect(reader.checkpoint.root == .root(of: leaves[...]), "\(place)")
    for head in memory.heads {
      #expect(MerkleHash.root(of: leaves[..<head.size]) == head.root, "\(place): a fork")
    }
  }

  @Test("Stopped at any step, a log loses nothing that it acknowledged and never forks")
  func everyStep() throws {
    let key = try SigningKey()
    let noteKey = try #require(
      NoteKey(name: Self.origin, role: .log, publicKey: key.publicKey))
    let start = SeededGenerator()
    var points = 0
    let wanted = SeededGenerator.rounds(1000, long: 20_000)
    var round: UInt64 = 0
    while points < wanted {
      round += 1
      var generator = SeededGenerator(seed: start.seed &+ round)
      let storage = SimulatedStorage()
      var memory = Memory()
      // Several lives of one log, each ended at a random step.
      for life in 0..<4 {
        let place = "seed \(start.seed), round \(round), life \(life)"
        storage.fail(at: Int.random(in: 1...120, using: &generator))
        do {
          try Self.work(storage, key, noteKey, batches: 6, &memory, &generator)
        } catch let error as LogError {
          guard case .system(let cause) = error.code, cause.operation == "crash" else {
            Issue.record("\(place): \(error)")
            return
          }
          points += 1
        }
        storage.crash(&generator)
        if memory.isCreated { try Self.verify(storage, noteKey, memory, place) }
      }
      try Self.work(storage, key, noteKey, batches: 2, &memory, &generator)
      try Self.verify(storage, noteKey, memory, "seed \(start.seed), round \(round), end")
    }
    print("CrashTests: \(points) crash points, seed \(start.seed)")
  }

  @Test("A storage that forgets what was not synchronised would be noticed")
  func simulationBites() throws {
    var generator = SeededGenerator()
    var losses = 0
    for _ in 0..<50 {
      let storage = SimulatedStorage()
      try storage.write([LogFile(path: "a.new", bytes: [1, 2, 3])])
      try storage.rename("a.new", to: "a")
      storage.crash(&generator)
      losses += (try? storage.read("a")) == [1, 2, 3] ? 0 : 1
    }
    #expect(losses > 0)
  }
}
