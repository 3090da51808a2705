import COpenSSL
import Synchronization

/// A context of libcrypto, made ready once for signing or verifying with one key, and used over and
/// over: making it ready, or copying it, costs about a twentieth of a signature.
@safe final class SignatureContext: Sendable {
  // Owned by this object alone and only copied from after init; its reference counts are atomic.
  private nonisolated(unsafe) let template: OpaquePointer
  /// A copy that one thread at a time uses.
  private let kept = Mutex<Copy?>(nil)

  @safe private final class Copy: Sendable {
    // Used by one thread at a time: under the lock, or by the one that made it.
    private nonisolated(unsafe) let context: OpaquePointer

    init(of template: OpaquePointer) {
      guard let context = unsafe EVP_MD_CTX_new(),
        unsafe EVP_MD_CTX_copy_ex(context, template) == 1
      else { preconditionFailure("out of memory") }
      unsafe self.context = context
    }

    deinit {
      unsafe EVP_MD_CTX_free(context)
    }

    /// The pointer does not leave this function: outside it, nothing would keep its owner alive.
    func succeeds(_ body: (OpaquePointer) -> Bool) -> Bool {
      withExtendedLifetime(self) { unsafe body(context) }
    }
  }

  /// Takes over `template`.
  init(adopting template: OpaquePointer) {
    unsafe self.template = template
  }

  deinit {
    unsafe EVP_MD_CTX_free(template)
  }

  /// Whether `body` succeeds with a context that is ready.
  ///
  /// A context that was used before may refuse to be used again, by libcrypto's version; so a failure
  /// counts only from a fresh copy.
  func succeeds(_ body: (OpaquePointer) -> Bool) -> Bool {
    let quick = kept.withLockIfAvailable { kept in
      let copy = unsafe kept ?? Copy(of: template)
      kept = copy
      return unsafe copy.succeeds(body)
    }
    if quick == true { return true }
    return unsafe Copy(of: template).succeeds(body)
  }
}
