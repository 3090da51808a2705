import Content
package import Crypto

/// Keys whose signatures count, each once, made ready for checking many envelopes.
package struct TrustedKeys: Sendable {
  struct Entry: Sendable {
    let key: PreparedPublicKey
    let keyID: String
  }

  let entries: [Entry]

  package init(_ keys: some Sequence<PublicKey>) {
    entries = Set(keys).map { Entry(key: PreparedPublicKey($0), keyID: $0.keyID) }
  }
}
