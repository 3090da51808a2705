package import Crypto
package import Linux

/// A key file that cannot be used or written, and what to do about it.
package struct KeyFileError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Reason: Equatable, Sendable {
    /// The file may be read or written by others than its owner; holds its permission bits.
    case exposed(mode: UInt32)
    /// A directory, device, pipe or socket.
    case notRegular
    /// More bytes than a key has.
    case tooLarge
    /// A file of this name exists already; keys are never overwritten.
    case exists
    case system(SystemError)
    case content(CryptoError)
  }

  package let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  package var description: String {
    switch reason {
    case .exposed(let mode):
      "key file \(path): its mode is 0\(String(mode, radix: 8)), so that others may use the key; "
        + "expected 0600 (mend it with “chmod 600 \(path)”)"
    case .notRegular: "key file \(path): expected a regular file"
    case .tooLarge: "key file \(path): larger than any key; expected an Ed25519 key in PEM"
    case .exists: "key file \(path): exists already; name another file, or move this one away"
    case .system(let error): "key file \(path): \(error)"
    case .content(let error):
      "key file \(path): \(error.detail); expected an Ed25519 key in PEM, such as "
        + "“openssl genpkey -algorithm ed25519” writes"
    }
  }
}
