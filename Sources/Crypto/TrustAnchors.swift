import COpenSSL

/// Pinned roots, and the revocation lists with which chains to them are checked.
package struct TrustAnchors: Sendable {
  package let roots: [Certificate]
  package let revocationLists: [RevocationList]

  /// With no revocation list nothing is checked for revocation; with one or more, every certificate
  /// of a chain must be covered by the list of its issuer.
  package init(roots: [Certificate], revocationLists: [RevocationList] = []) {
    self.roots = roots
    self.revocationLists = revocationLists
  }

  /// Everything that is wrong with the chain from `leaf` through any of `intermediates` to a root at
  /// `time`, in seconds since 1970; nothing if and only if the chain holds (`X509_verify_cert`).
  ///
  /// Signatures weaker than 112 bits are refused.
  package func refusals(
    of leaf: Certificate, through intermediates: [Certificate], at time: Int64
  ) -> [ChainRefusal] {
    guard let store = unsafe X509_STORE_new(), let context = unsafe X509_STORE_CTX_new(),
      let others = unsafe OPENSSL_sk_new_null()
    else { preconditionFailure("out of memory") }
    defer {
      unsafe X509_STORE_CTX_free(context)
      unsafe OPENSSL_sk_free(others)
      unsafe X509_STORE_free(store)
      ERR_clear_error()
    }
    // The store keeps references of its own; the stack borrows, and `intermediates` outlive it.
    for root in roots { unsafe X509_STORE_add_cert(store, root.handle) }
    for list in revocationLists { unsafe X509_STORE_add_crl(store, list.handle) }
    for certificate in intermediates {
      unsafe OPENSSL_sk_push(others, UnsafeRawPointer(certificate.handle))
    }
    guard unsafe X509_STORE_CTX_init(context, store, leaf.handle, others) == 1,
      let parameters = unsafe X509_STORE_CTX_get0_param(context)
    else { preconditionFailure("out of memory") }
    unsafe X509_VERIFY_PARAM_set_time(parameters, Int(time))
    unsafe X509_VERIFY_PARAM_set_auth_level(parameters, 2)
    if !revocationLists.isEmpty {
      unsafe X509_VERIFY_PARAM_set_flags(
        parameters, UInt(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL))
    }
    return withExtendedLifetime((leaf, intermediates)) { unsafe Self.run(context) }
  }

  /// Runs the check to its end, noting every error on the way instead of stopping at the first.
  private static func run(_ context: OpaquePointer) -> [ChainRefusal] {
    let notes = ChainNotes()
    unsafe X509_STORE_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(notes).toOpaque())
    unsafe X509_STORE_CTX_set_verify_cb(context) { holds, context in
      guard holds != 1, let context = unsafe context,
        let pointer = unsafe X509_STORE_CTX_get_ex_data(context, 0)
      else { return holds }
      // `notes` lives until X509_verify_cert has returned.
      let notes = unsafe Unmanaged<ChainNotes>.fromOpaque(pointer).takeUnretainedValue()
      let refusal = unsafe ChainRefusal(
        code: X509_STORE_CTX_get_error(context), depth: X509_STORE_CTX_get_error_depth(context))
      notes.add(refusal)
      return 1
    }
    let result = unsafe X509_verify_cert(context)
    return withExtendedLifetime(notes) {
      if result != 1 && notes.refusals.isEmpty {
        notes.add(unsafe ChainRefusal(code: X509_STORE_CTX_get_error(context), depth: 0))
      }
      return notes.refusals
    }
  }
}

/// What the callback of one check has noted.
private final class ChainNotes {
  private(set) var refusals: [ChainRefusal] = []

  func add(_ refusal: ChainRefusal) {
    if !refusals.contains(refusal) { refusals.append(refusal) }
  }
}
