import Content
import Crypto
import Linux
import TestSupport
import Testing

@Suite struct KeyFileTests {
  static func write(_ text: String, to path: String, permissions: UInt32 = 0o600) throws {
    let file = try FileDescriptor.open(path, [.writeOnly, .create], permissions: permissions)
    try file.writeAll(Array(text.utf8))
  }

  @Test("Keys come back from their files, and only the owner may read the private one")
  func roundTrip() throws {
    let directory = try TemporaryDirectory()
    let key = try SigningKey()
    let path = directory.path + "/key"
    try KeyFile.write(key, to: path)
    try KeyFile.write(key.publicKey, to: path + ".pub")
    #expect(try FileDescriptor.open(path, .readOnly).status().mode == 0o600)
    #expect(try KeyFile.signingKey(at: path).publicKey == key.publicKey)
    #expect(try KeyFile.publicKey(at: path + ".pub") == key.publicKey)
  }

  @Test("A key file is never overwritten")
  func exclusive() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/key"
    let key = try SigningKey()
    try KeyFile.write(key, to: path)
    #expect(throws: KeyFileError(path: path, reason: .exists)) {
      try KeyFile.write(try SigningKey(), to: path)
    }
    #expect(try KeyFile.signingKey(at: path).publicKey == key.publicKey)
  }

  @Test("Of writers at the same time one wins, and all of them read its key whole")
  func race() async throws {
    let directory = try TemporaryDirectory()
    for round in 0..<20 {
      let path = "\(directory.path)/\(round)"
      let keys = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<8 {
          group.addTask {
            do {
              try KeyFile.write(try SigningKey(), to: path)
            } catch let error as KeyFileError where error.reason == .exists {
              // Somebody else's counts.
            }
            return try KeyFile.signingKey(at: path).publicKey.hexadecimal
          }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(keys.count == 1)
    }
    let names = try FileDescriptor.open(directory.path, [.readOnly, .directory]).entries()
    #expect(names.count == 20, "\(names)")
  }

  @Test(
    "A private key that others may use is refused", arguments: [0o640, 0o604, 0o620, 0o601, 0o660])
  func exposed(mode: UInt32) throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/key"
    try KeyFile.write(try SigningKey(), to: path)
    _ = try Repository.output(of: ["chmod", String(mode, radix: 8), path])
    let error = #expect(throws: KeyFileError.self) { try KeyFile.signingKey(at: path) }
    #expect(error?.reason == .exposed(mode: mode))
    #expect(error?.description.contains("chmod 600 \(path)") == true)
  }

  @Test("What is no key is refused, and the file is named")
  func content() throws {
    let directory = try TemporaryDirectory()
    for (name, text) in [
      ("empty", ""), ("words", "a key"), ("cut", "-----BEGIN PRIVATE KEY-----\n"),
    ] {
      let path = "\(directory.path)/\(name)"
      try Self.write(text, to: path)
      let error = #expect(throws: KeyFileError.self) { try KeyFile.signingKey(at: path) }
      #expect(error?.description.contains(path) == true)
      guard case .content(let cause)? = error?.reason else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      #expect(cause.code == .malformedKey)
    }
  }

  @Test("Missing files, directories and large files are told apart")
  func files() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: KeyFileError(path: directory.path, reason: .notRegular)) {
      try KeyFile.signingKey(at: directory.path)
    }
    let path = directory.path + "/large"
    try Self.write(String(repeating: "x", count: 5000), to: path)
    #expect(throws: KeyFileError(path: path, reason: .tooLarge)) {
      try KeyFile.signingKey(at: path)
    }
    let missing = #expect(throws: KeyFileError.self) { try KeyFile.signingKey(at: path + "x") }
    guard case .system(let cause)? = missing?.reason else {
      Issue.record("\(String(describing: missing))")
      return
    }
    #expect(cause.isNotFound)
  }

  @Test("openssl reads our files, and we read its")
  func openssl() throws {
    let directory = try TemporaryDirectory()
    let (ours, theirs) = (directory.path + "/ours", directory.path + "/theirs")
    let key = try SigningKey()
    try KeyFile.write(key, to: ours)
    try KeyFile.write(key.publicKey, to: ours + ".pub")
    let derived = try Repository.output(of: ["openssl", "pkey", "-in", ours, "-pubout"])
    #expect(Array(derived.utf8) == key.publicKey.pem)
    let read = try Repository.output(of: [
      "openssl", "pkey", "-pubin", "-in", ours + ".pub", "-pubout",
    ])
    #expect(Array(read.utf8) == key.publicKey.pem)

    _ = try Repository.output(of: ["openssl", "genpkey", "-algorithm", "ed25519", "-out", theirs])
    let text = try Repository.output(of: ["openssl", "pkey", "-in", theirs, "-pubout"])
    #expect(try KeyFile.signingKey(at: theirs).publicKey.pem == Array(text.utf8))
  }

  @Test("openssl verifies what we sign")
  func signature() throws {
    let directory = try TemporaryDirectory()
    let key = try SigningKey()
    try KeyFile.write(key.publicKey, to: directory.path + "/pub")
    let message = Array("a message".utf8)
    let handle = try FileDescriptor.open(directory.path, [.readOnly, .directory])
    try handle.write(message, to: "message", .atomic)
    try handle.write(key.sign(message), to: "signature", .atomic)
    let answer = try Repository.output(of: [
      "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", directory.path + "/pub", "-rawin",
      "-in", directory.path + "/message", "-sigfile", directory.path + "/signature",
    ])
    #expect(answer == "Signature Verified Successfully\n")
  }

  @Test("An RSA key is named as the wrong kind")
  func wrongKind() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/rsa"
    _ = try Repository.output(of: [
      "openssl", "genpkey", "-quiet", "-algorithm", "rsa", "-out", path,
    ])
    _ = try Repository.output(of: ["chmod", "600", path])
    let error = #expect(throws: KeyFileError.self) { try KeyFile.signingKey(at: path) }
    #expect(error?.description.contains("found one of type RSA") == true)
  }
}
