import Age
import Crypto
import Linux
import TestSupport
import Testing

@Suite struct AgeFileTests {
  private static let identity = try? Identity(X25519PrivateKey())

  /// `bytes` in a file in memory, at its beginning.
  private static func file(_ bytes: [UInt8]) throws -> FileDescriptor {
    let file = try FileDescriptor.anonymousFile()
    try file.writeAll(bytes)
    try file.rewind()
    return file
  }

  private static func contents(_ file: borrowing FileDescriptor) throws -> [UInt8] {
    try file.rewind()
    return try file.readAll(limit: 1 << 26)
  }

  private static func encrypt(_ plain: [UInt8], to recipients: [Recipient]) throws -> [UInt8] {
    let target = try FileDescriptor.anonymousFile()
    try AgeFile.encrypt(file(plain), to: recipients, into: target)
    return try contents(target)
  }

  private static func decrypt(_ bytes: [UInt8], with identity: Identity) throws -> [UInt8] {
    let target = try FileDescriptor.anonymousFile()
    try AgeFile.decrypt(file(bytes), with: identity, into: target)
    return try contents(target)
  }

  /// Around the size of a chunk, and of two.
  static let sizes = [0, 1, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 200_000]

  @Test("What is encrypted to several recipients, each of them decrypts", arguments: sizes)
  func roundTrip(size: Int) throws {
    var generator = SeededGenerator()
    let plain = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let owners = try (0..<3).map { _ in try Identity(X25519PrivateKey()) }
    let file = try Self.encrypt(plain, to: owners.map(\.recipient))
    for owner in owners {
      #expect(try Self.decrypt(file, with: owner) == plain)
    }
    // Fresh keys each time: nobody learns from two files that they hold the same.
    #expect(try Self.encrypt(plain, to: owners.map(\.recipient)) != file)
  }

  @Test("Another identity finds nothing in a file")
  func stranger() throws {
    let identity = try #require(Self.identity)
    let file = try Self.encrypt([1, 2, 3], to: [identity.recipient])
    let stranger = try Identity(X25519PrivateKey())
    #expect(throws: AgeError.self) { try Self.decrypt(file, with: stranger) }
    do {
      _ = try Self.decrypt(file, with: stranger)
    } catch let error as AgeError {
      #expect(error.reason == .noMatch)
    }
  }

  @Test("A changed file is refused, and no changed text is ever written")
  func mutations() throws {
    var generator = SeededGenerator()
    let identity = try #require(Self.identity)
    let plain = (0..<70_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let file = try Self.encrypt(plain, to: [identity.recipient])
    for round in 0..<SeededGenerator.rounds(2_000, long: 200_000) {
      let changed = generator.mutation(of: file)
      guard changed != file else { continue }
      let target = try FileDescriptor.anonymousFile()
      let source = try Self.file(changed)
      var refusal: AgeError?
      do throws(AgeError) {
        try AgeFile.decrypt(source, with: identity, into: target)
      } catch {
        refusal = error
      }
      let written = try Self.contents(target)
      #expect(refusal != nil, "seed \(generator.seed), round \(round): accepted")
      #expect(plain.starts(with: written), "seed \(generator.seed), round \(round): wrote others")
    }
  }

  @Test("Armor with changes is refused or means the same file")
  func armorMutations() throws {
    var generator = SeededGenerator()
    let lines = ["-----BEGIN AGE ENCRYPTED FILE-----", "YWdl", "-----END AGE ENCRYPTED FILE-----"]
    let text = Array(lines.joined(separator: "\n").utf8)
    #expect(try Armor.decode(text) == Array("age".utf8))
    for _ in 0..<5_000 {
      // Only that it ends, in either way, is asked of arbitrary changes.
      _ = try? Armor.decode(generator.mutation(of: text))
    }
  }

  @Test("A header beyond its limit is refused before it is kept")
  func largestHeader() throws {
    let identity = try #require(Self.identity)
    let endless =
      Array("age-encryption.org/v1\n-> X25519 ".utf8)
      + [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
    do {
      _ = try Self.decrypt(endless, with: identity)
      Issue.record("accepted")
    } catch let error as AgeError {
      #expect(error.reason == .header && error.detail.contains("65536"))
    }
  }
}
