import Crypto
import TestSupport
import Testing
import Transparency

@Suite struct WitnessTests {
  static let origin = "example.com/log"
  let log = MemoryLog(size: 40)
  let logKey: SigningKey
  let witnessKey: SigningKey
  let storage = SimulatedStorage()

  init() throws {
    logKey = try SigningKey()
    witnessKey = try SigningKey()
  }

  func witness() throws -> Witness<SimulatedStorage> {
    let key = try #require(NoteKey(name: Self.origin, role: .log, publicKey: logKey.publicKey))
    return try Witness(storage, name: "witness.example/w", key: witnessKey, logs: [key])
  }

  func request(
    from old: Int, to new: Int, root: MerkleHash? = nil, origin: String = origin,
    key: SigningKey? = nil, hashes: [MerkleHash]? = nil
  ) throws -> [UInt8] {
    let checkpoint = Checkpoint(origin: origin, size: UInt64(new), root: root ?? log.root(new))
    let note = try #require(SignedNote.sign(checkpoint.text, as: origin, with: key ?? logKey))
    let proof =
      old <= new
      ? MerkleTree.consistencyProof(from: UInt64(old), to: UInt64(new), log.subtree).hashes : []
    return WitnessRequest(oldSize: UInt64(old), hashes: hashes ?? proof, note: note).bytes
  }

  @Test("A witness follows a log that grows, and its word can be checked")
  func growth() throws {
    var witness = try witness()
    for (old, new) in [(0, 0), (0, 3), (3, 3), (3, 7), (7, 8), (8, 37)] {
      let bytes = try request(from: old, to: new)
      guard case .cosigned(let cosignature) = witness.answer(bytes, at: 99) else {
        Issue.record("\(old) to \(new)")
        continue
      }
      let note = try #require(WitnessRequest(bytes)?.note).adding([cosignature.signature])
      let key = try #require(
        NoteKey(name: "witness.example/w", role: .witness, publicKey: witnessKey.publicKey))
      guard case .verified(let verified) = note.verify(trusting: [key]) else {
        Issue.record("\(old) to \(new): not verified")
        continue
      }
      #expect(verified.cosignature(of: key)?.time == 99)
      #expect(witness.size(of: Self.origin) == UInt64(new))
    }
  }

  @Test("Whatever does not continue what was seen is refused, and nothing is forgotten")
  func refusals() throws {
    var witness = try witness()
    #expect(witness.answer(try request(from: 0, to: 8), at: 1).status == 200)
    let other = try SigningKey()
    let cases: [([UInt8], Int)] = [
      (try request(from: 7, to: 9), 409), (try request(from: 0, to: 9), 409),
      (try request(from: 8, to: 7), 400), (try request(from: 8, to: 9, root: .leaf([1])), 422),
      (try request(from: 8, to: 9, hashes: []), 422),
      (try request(from: 8, to: 9, hashes: [.empty] + Array(repeating: .empty, count: 3)), 422),
      (try request(from: 8, to: 8, root: .leaf([1])), 409),
      (try request(from: 8, to: 9, origin: "other"), 404),
      (try request(from: 8, to: 9, key: other), 403), ([], 400), (Array("old 8\n".utf8), 400),
      (Array("old 08\n".utf8) + (try request(from: 8, to: 9)).dropFirst(6), 400),
      (try request(from: 8, to: 9, hashes: Array(repeating: .empty, count: 64)), 400),
    ]
    for (index, (bytes, status)) in cases.enumerated() {
      #expect(witness.answer(bytes, at: 2).status == status, "case \(index)")
    }
    #expect(witness.size(of: Self.origin) == 8)
    #expect(witness.answer(try request(from: 8, to: 9), at: 3).status == 200)
  }

  @Test("Stopped at any step, a witness still knows all that it vouched for")
  func crashes() throws {
    var generator = SeededGenerator()
    for step in 1...40 {
      let round = try WitnessTests()
      round.storage.fail(at: step)
      var vouched = 0
      if var witness = try? round.witness() {
        for size in [2, 5, 9, 20] {
          let bytes = try round.request(from: vouched, to: size)
          guard case .cosigned = witness.answer(bytes, at: 1) else { break }
          vouched = size
        }
      }
      round.storage.crash(&generator)
      let again = try round.witness()
      #expect(
        again.size(of: Self.origin) >= UInt64(vouched), "seed \(generator.seed), step \(step)")
    }
  }

  @Test("Mutated requests are refused, or are those that the log signed")
  func mutations() throws {
    var generator = SeededGenerator()
    var witness = try witness()
    #expect(witness.answer(try request(from: 0, to: 8), at: 1).status == 200)
    let bytes = try request(from: 8, to: 21)
    for round in 0..<SeededGenerator.rounds(3000, long: 100_000) {
      var copy = witness
      guard case .cosigned = copy.answer(generator.mutation(of: bytes), at: 2) else { continue }
      #expect(copy.size(of: Self.origin) == 21, "seed \(generator.seed), round \(round)")
    }
  }
}
