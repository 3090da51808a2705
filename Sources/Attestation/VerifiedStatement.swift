package import Content
package import Crypto

/// A statement whose signatures were checked; only `Envelope.verify` makes one.
package struct VerifiedStatement: Hashable, Sendable {
  package let statement: Statement
  /// The trusted keys that signed it; the statement's provider is one of them.
  package let signers: Set<PublicKey>

  /// Of the signed bytes, which are the statement's canonical form.
  package var payloadDigest: Digest { Digest(of: statement.canonicalBytes) }
}
