import Age
import Content
import Crypto
import Evidence
import Exchange
import Jobs
import Linux
import Requestor
import TestSupport
import Testing

/// Nothing is encrypted to a key that no evidence binds (attack 25 of the house's list).
@Suite(.enabled(if: MemoryFileSystem.isThere, "\(MemoryFileSystem.reason)"))
struct ConfidentialContentTests {
  /// A provider with its session, a vault with one input, and a shared store.
  final class Fixture {
    let directory: TemporaryDirectory
    let provider: SigningKey
    let agreement: X25519PrivateKey
    let vault: Vault
    let shared: BlobStore
    let input: Input
    let content: ConfidentialContent

    init() throws {
      directory = try TemporaryDirectory()
      provider = try SigningKey()
      agreement = try X25519PrivateKey()
      vault = try Vault()
      shared = try BlobStore(at: directory.path)
      let digest = try vault.store.put(Array("secret".utf8))
      let name = try #require(RelativePath("a"))
      input = Input(name: name, digest: digest, size: 6)
      content = try ConfidentialContent(vault: vault, shared: shared)
    }

    func binding(_ key: X25519PublicKey?) throws -> Binding {
      let binding = Binding(
        sessionKey: provider.publicKey, encryptionKey: key, runtime: Digest(of: [1]),
        nonce: [UInt8](repeating: 7, count: Binding.nonceByteCount))
      return try #require(binding)
    }

    func session(_ key: X25519PublicKey?, by identity: SigningKey) throws -> Session {
      let binding = try binding(key)
      let evidence = try SoftwareEvidence.Producer(identity: identity).produce(binding)
      return Session(binding: binding, evidence: [evidence])
    }
  }

  @Test("Attack 25, refused otherwise: inputs are encrypted to the key that the evidence binds")
  func bound() throws {
    let fixture = try Fixture()
    let session = try fixture.session(fixture.agreement.publicKey, by: fixture.provider)
    let sealed = try fixture.content.seal(
      [fixture.input], for: session, of: fixture.provider.publicKey)
    let there = try Vault()
    try there.open(sealed.blobs, from: fixture.shared, with: Identity(fixture.agreement))
    #expect(try there.store.read(fixture.input.digest, limit: 100) == Array("secret".utf8))
    let other = Identity(try X25519PrivateKey())
    #expect(throws: VaultError.self) {
      try there.open(sealed.blobs, from: fixture.shared, with: other)
    }
  }

  @Test("Attack 25, refused: a key that was put in after the evidence was made is refused")
  func exchanged() throws {
    let fixture = try Fixture()
    let genuine = try fixture.session(fixture.agreement.publicKey, by: fixture.provider)
    let eavesdropper = try X25519PrivateKey().publicKey
    let forged = Session(binding: try fixture.binding(eavesdropper), evidence: genuine.evidence)
    try expectRefusal(fixture, forged)
  }

  @Test("Attack 25, refused: a key that another identity vouches for is refused")
  func foreign() throws {
    let fixture = try Fixture()
    let foreign = try fixture.session(fixture.agreement.publicKey, by: SigningKey())
    try expectRefusal(fixture, foreign)
  }

  @Test("Attack 25, refused: a provider without a session, or without a key for inputs, gets none")
  func absent() throws {
    let fixture = try Fixture()
    try expectRefusal(fixture, nil)
    try expectRefusal(fixture, try fixture.session(nil, by: fixture.provider))
  }

  private func expectRefusal(_ fixture: Fixture, _ session: Session?) throws {
    let (content, input, key) = (fixture.content, fixture.input, fixture.provider.publicKey)
    let failure = #expect(throws: ProviderFailure.self) {
      _ = try content.seal([input], for: session, of: key)
    }
    #expect(failure?.reason == .invalidRequest)
    // Nothing was put where others can read it.
    #expect(try fixture.shared.digests().isEmpty)
  }

  @Test("Outputs that are unencrypted, missing, or others than they say are not taken")
  func outputs() throws {
    let fixture = try Fixture()
    let content = fixture.content
    #expect(throws: ProviderFailure.self) { try content.open(nil) }
    let nowhere = SealedBlobs([Digest(of: [1]): Digest(of: [2])])
    #expect(throws: ProviderFailure.self) { try content.open(nowhere) }
    let session = try fixture.session(fixture.agreement.publicKey, by: fixture.provider)
    let recipient = try content.seal(
      [fixture.input], for: session, of: fixture.provider.publicKey
    ).recipient
    let file = try fixture.vault.seal(fixture.input.digest, to: recipient, into: fixture.shared)
    try content.open(SealedBlobs([fixture.input.digest: file]))
    #expect(throws: ProviderFailure.self) {
      try content.open(SealedBlobs([Digest(of: Array("another".utf8)): file]))
    }
  }
}
