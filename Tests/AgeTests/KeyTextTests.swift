import Age
import Crypto
import Testing

@Suite struct KeyTextTests {
  /// The identity and the recipient of RFC 7748's Alice (section 6.1), as `age-keygen -y` writes
  /// them.
  static let bad = [
    "", "age", "age1", "age1qqqq", "AGE1QQQQ", "ssh-ed25519 AAAA",
    "age1\u{e9}", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk",
  ]

  @Test("Texts that are no recipients are refused, and said back", arguments: bad)
  func refused(text: String) {
    do throws(AgeError) {
      _ = try Recipient(text: text)
      Issue.record("accepted")
    } catch {
      #expect(error.reason == .key && error.detail.contains("“\(text)”"))
    }
  }

  @Test("A recipient's text says the recipient, and one changed character is noticed")
  func recipients() throws {
    let recipient = try Recipient(X25519PrivateKey().publicKey)
    let text = recipient.description
    #expect(text.hasPrefix("age1") && text.utf8.count == 62)
    #expect(try Recipient(text: text) == recipient)
    for index in text.indices.dropFirst(4) {
      var other = text
      other.replaceSubrange(index...index, with: text[index] == "q" ? "p" : "q")
      #expect(throws: AgeError.self) { try Recipient(text: other) }
    }
    #expect(throws: AgeError.self) { try Recipient(text: text.uppercased()) }
  }

  @Test("A recipient of low order cannot be encrypted to")
  func lowOrder() throws {
    let zero = try #require(X25519PublicKey([UInt8](repeating: 0, count: 32)))
    let key = try X25519PrivateKey()
    #expect(throws: CryptoError.self) { _ = try key.sharedSecret(with: zero).count }
  }

  @Test("An error about an identity does not tell the identity")
  func secret() {
    let text = "AGE-SECRET-KEY-1QQQQQQQQQQQQ"
    do throws(AgeError) {
      _ = try Identity(text: text)
      Issue.record("accepted")
    } catch {
      #expect(error.reason == .key && !error.detail.contains("QQQQ"))
    }
  }
}
