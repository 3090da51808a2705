import Attestation
import Content
import Crypto
import Evidence
import TestSupport
import Testing
import Verification

/// Bytes of a bundle changed at random, and one by one.
@Suite struct BundleMutationTests {
  let fixture: Fixture
  let bytes: [UInt8]

  init() throws {
    fixture = try Fixture()
    bytes = try fixture.bundle(sessions: []).bytes
  }

  @Test("No mutated bundle is accepted")
  func mutations() {
    var random = SeededGenerator()
    let rounds = SeededGenerator.rounds(10_000, long: 100_000)
    print("BundleMutationTests: \(rounds) rounds from seed \(random.seed)")
    for round in 0..<rounds {
      let mutated = random.mutation(of: bytes)
      guard mutated != bytes else { continue }
      #expect(
        !BundleTamperingTests.isAccepted(mutated, .init()), "seed \(random.seed), round \(round)")
    }
  }

  @Test("No mutated bundle with evidence of hardware is accepted")
  func mutatedHardware() throws {
    let quote: [UInt8] =
      try Repository.vectors.map { try Repository.bytes(at: $0 + "/tdx/v4-uptodate/quote.bin") }
      ?? [UInt8](repeating: 7, count: 5000)
    let bytes = try fixture.bundle(sessions: [Evidence(kind: .tdx, parts: [.quote: quote])]).bytes
    #expect(BundleTamperingTests.isAccepted(bytes, .init()))
    var random = SeededGenerator()
    for round in 0..<SeededGenerator.rounds(1000, long: 20_000) {
      let mutated = random.mutation(of: bytes)
      guard mutated != bytes else { continue }
      #expect(
        !BundleTamperingTests.isAccepted(mutated, .init()), "seed \(random.seed), round \(round)")
    }
  }

  @Test("A mutated session is endorsed only as the one that was signed")
  func mutatedSessions() throws {
    let session = try fixture.session(1, key: 51)
    let bytes = session.json.canonicalBytes
    let identity = try Fixture.key(1).publicKey
    var random = SeededGenerator()
    for round in 0..<SeededGenerator.rounds(2000, long: 100_000) {
      let mutated = random.mutation(of: bytes)
      guard let json = try? JSON(parsing: mutated),
        let read = try? Session(reading: JSONField(json)),
        read.endorsementFindings(by: identity).isEmpty
      else { continue }
      #expect(read.binding == session.binding, "seed \(random.seed), round \(round)")
    }
  }

  @Test("Mutated contents under a good seal are read or refused, never worse")
  func mutatedContents() throws {
    var random = SeededGenerator()
    let payload = try Envelope(parsing: bytes).unverifiedPayload
    for round in 0..<SeededGenerator.rounds(2000, long: 50_000) {
      let mutated = random.mutation(of: payload)
      let sealed = Forgery.envelope(mutated, type: Bundle.payloadType, key: fixture.requestor)
      guard let bundle = try? Bundle(parsing: sealed.canonicalBytes) else { continue }
      let report = bundle.verify()
      #expect(report[.seal] == .passed)
      // Only the time of the verdict is the requestor's to choose.
      #expect(
        !report.isSound || mutated == payload || bundle.decidedAt != fixture.decidedAt,
        "seed \(random.seed), round \(round)")
    }
  }

  @Test("Each single byte counts")
  func everyByte() {
    for index in stride(from: 0, to: bytes.count, by: SeededGenerator.rounds(7, long: 1)) {
      for mask: UInt8 in [0x01, 0x20] {
        var mutated = bytes
        mutated[index] ^= mask
        #expect(!BundleTamperingTests.isAccepted(mutated, .init()), "byte \(index) ^ \(mask)")
      }
    }
  }

  @Test("Bytes before, after and missing count")
  func ends() {
    for mutated in [bytes + [0x0A], [0x20] + bytes, bytes + bytes, bytes.dropLast(), []] {
      #expect(!BundleTamperingTests.isAccepted(mutated, .init()))
    }
  }

  @Test("Attack 20, limit error: huge and deeply nested files, before anything is kept")
  func giants() {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    let large = [UInt8](repeating: UInt8(ascii: " "), count: 7 << 20)
    for bytes in [deep, large] {
      #expect(throws: VerificationError.self) { try Bundle(parsing: bytes) }
    }
  }
}
