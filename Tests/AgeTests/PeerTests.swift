import Age
import Linux
import TestSupport
import Testing

/// The `age` program reads what we write, and the other way round.
@Suite struct PeerTests {
  static let hasAge = (try? Repository.output(of: ["age", "--version"])) != nil

  @Test(
    "age and we decrypt each other's files", .enabled(if: hasAge, "no age: apt-get install age"),
    arguments: [0, 1, 65_536, 65_537, 300_000])
  func bothWays(size: Int) throws {
    var generator = SeededGenerator()
    let plain = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let directory = try TemporaryDirectory()
    let path = directory.path
    let handle = try FileDescriptor.open(path, [.readOnly, .directory])
    try handle.write(plain, to: "plain", .atomic)
    #expect(try Program(at: "age-keygen").run(["-o", "\(path)/key"]).code == 0)
    let recipient = try Program(at: "age-keygen").run(["-y", "\(path)/key"])
      .standardOutput.split(separator: "\n")[0]
    let keyText = String(decoding: try Repository.bytes(at: "\(path)/key"), as: UTF8.self)
    let secret = try #require(keyText.split(separator: "\n").last)
    let identity = try Identity(text: String(secret))
    #expect(identity.recipient.description == recipient)

    let ours = try handle.open("ours.age", [.writeOnly, .create])
    try AgeFile.encrypt(
      handle.open("plain", .readOnly), to: [Recipient(text: String(recipient))], into: ours)
    let decrypted = try Program(at: "age").run(
      ["-d", "-i", "\(path)/key", "-o", "\(path)/theirs", "\(path)/ours.age"])
    #expect(decrypted.code == 0, "\(decrypted.standardError)")
    // Of an empty text, age writes no file at all.
    let theirs = plain.isEmpty ? [] : try Repository.bytes(at: "\(path)/theirs")
    #expect(theirs == plain)

    for form in [[], ["-a"]] {
      let encrypted = try Program(at: "age").run(
        form + ["-r", String(recipient), "-o", "\(path)/theirs.age", "\(path)/plain"])
      #expect(encrypted.code == 0, "\(encrypted.standardError)")
      let file = try FileDescriptor.anonymousFile()
      let bytes = try Repository.bytes(at: "\(path)/theirs.age")
      try file.writeAll(form.isEmpty ? bytes : Armor.decode(bytes))
      try file.rewind()
      let target = try FileDescriptor.anonymousFile()
      try AgeFile.decrypt(file, with: identity, into: target)
      try target.rewind()
      #expect(try target.readAll(limit: 1 << 20) == plain)
    }
  }
}
