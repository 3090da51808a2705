import Crypto
import TestSupport
import Testing
import Transparency

/// Cosignatures below a published checkpoint.
@Suite struct CosigningTests {
  @Test("Only the named witnesses' word on this very checkpoint is taken, and the log goes on")
  func cosigning() throws {
    let storage = SimulatedStorage()
    let key = try SigningKey()
    let origin = LogProofTests.origin
    let log = try #require(NoteKey(name: origin, role: .log, publicKey: key.publicKey))
    let witnessKey = try SigningKey()
    let witness = try #require(
      NoteKey(name: "witness.example/w", role: .witness, publicKey: witnessKey.publicKey))
    var writer = try LogWriter(creating: storage, origin: origin, key: key)
    _ = try writer.append([[1], [2]])
    let note = try LogReader(storage, trusting: log).note
    func line(_ text: String, _ key: SigningKey, _ name: String = "witness.example/w") throws
      -> [UInt8]
    {
      Array(try #require(Cosignature(of: text, as: name, at: 7, with: key)).signature.line.utf8)
    }
    let text = note.unverifiedText
    let wrong = [
      [], Array("no line\n".utf8), try line(text, try SigningKey()),
      try line(text, witnessKey, "other"), try line("x\n1\n", witnessKey),
      Array(note.signatures[0].line.utf8),
    ]
    for lines in wrong {
      #expect(throws: LogError.self) { try writer.publish(cosignatures: lines, of: [witness]) }
    }
    #expect(try LogReader(storage, trusting: log).note == note)
    let head = try writer.publish(cosignatures: try line(text, witnessKey), of: [witness])
    #expect(head.cosignature(of: witness)?.time == 7)
    let twice = try writer.publish(cosignatures: try line(text, witnessKey), of: [witness])
    #expect(twice == head)
    let published = try LogReader(storage, trusting: log)
    #expect(published.note.signatures.count == 2 && published.checkpoint.size == 2)
    #expect(try writer.append([[3]]) == 2..<3)
    _ = try LogWriter(opening: storage, origin: origin, key: key)
    #expect(LogCheck(of: try LogReader(storage, trusting: log)).isSound)
  }
}
