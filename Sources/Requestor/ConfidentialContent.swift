import Age
package import Content
package import Crypto
package import Evidence
package import Exchange
package import Jobs

/// The requestor's side of a confidential job: its plain content, the shared store, and a key for the
/// outputs that lives as long as the run.
package struct ConfidentialContent: Sendable {
  private let vault: Vault
  private let shared: BlobStore
  private let identity: Identity

  /// - Parameters:
  ///   - vault: holds the inputs, and receives the outputs.
  ///   - shared: what requestor and providers both reach; only age files are put there.
  package init(vault: Vault, shared: BlobStore) throws(CryptoError) {
    self.vault = vault
    self.shared = shared
    identity = Identity(try X25519PrivateKey())
  }

  /// Encrypts the inputs to the key of `session`.
  ///
  /// - Throws: `invalidRequest` unless `provider` vouches for a session with an encryption key:
  ///   nothing is encrypted to a key that evidence does not bind.
  package func seal(
    _ inputs: [Input], for session: Session?, of provider: PublicKey
  ) throws(ProviderFailure) -> SealedInputs {
    guard let session, let key = session.binding.encryptionKey else {
      throw ProviderFailure(.invalidRequest, "it offers no key for confidential inputs")
    }
    let findings = session.endorsementFindings(by: provider)
    guard findings.isEmpty else {
      throw ProviderFailure(
        .invalidRequest,
        "its evidence does not bind the key for confidential inputs: "
          + findings.map { "\($0)" }.joined(separator: "; "))
    }
    var files: [Digest: Digest] = [:]
    do throws(VaultError) {
      for input in inputs {
        files[input.digest] = try vault.seal(input.digest, to: Recipient(key), into: shared)
      }
    } catch {
      throw ProviderFailure(.internalError, "\(error)")
    }
    return SealedInputs(blobs: SealedBlobs(files), recipient: identity.recipient)
  }

  /// Decrypts a provider's outputs into the vault.
  package func open(_ outputs: SealedBlobs?) throws(ProviderFailure) {
    guard let outputs else {
      throw ProviderFailure(.invalidRequest, "it left a confidential job's outputs unencrypted")
    }
    do throws(VaultError) {
      try vault.open(outputs, from: shared, with: identity)
    } catch {
      throw ProviderFailure(.contentUnavailable, "its outputs: \(error)")
    }
  }
}
