package import Crypto
import Linux

/// Keys on disk, in the PEM forms that `openssl pkey` reads: PKCS #8 and SubjectPublicKeyInfo.
package enum KeyFile {
  /// A key in PEM has about 120 bytes; a longer file is refused unread.
  private static let largestSize = 4096
  private static let ownerOnly: UInt32 = 0o600

  /// Writes a private key to a new file with mode 0600, durably.
  ///
  /// - Throws: `exists` where there is a file of that name; nothing is ever overwritten.
  package static func write(_ key: SigningKey, to path: String) throws(KeyFileError) {
    let text = key.pem
    try create(path, permissions: ownerOnly) { file throws(SystemError) in
      // A closure given to withBytes cannot borrow the file and throw a typed error at once.
      unsafe try text.withBytes { bytes throws(SystemError) in unsafe try file.writeAll(bytes) }
    }
  }

  /// Writes a public key to a new file that all may read, durably.
  package static func write(_ key: PublicKey, to path: String) throws(KeyFileError) {
    try create(path, permissions: 0o644) { file throws(SystemError) in
      try file.writeAll(key.pem)
    }
  }

  /// Reads a private key from a regular file that nobody but its owner may read or write.
  package static func signingKey(at path: String) throws(KeyFileError) -> SigningKey {
    let text = try read(path, secret: true)
    do throws(CryptoError) {
      return try SigningKey(pem: text)
    } catch {
      throw KeyFileError(path: path, reason: .content(error))
    }
  }

  /// Reads a public key.
  package static func publicKey(at path: String) throws(KeyFileError) -> PublicKey {
    let text = try read(path, secret: false)
    do throws(CryptoError) {
      return try PublicKey(pem: unsafe text.withBytes { unsafe Array($0) })
    } catch {
      throw KeyFileError(path: path, reason: .content(error))
    }
  }

  /// Whoever looks finds no file, or the whole one: others may be waiting for the key to be there.
  private static func create(
    _ path: String, permissions: UInt32,
    _ write: (borrowing FileDescriptor) throws(SystemError) -> Void
  ) throws(KeyFileError) {
    let (parent, name) = split(path)
    do throws(SystemError) {
      let directory = try FileDescriptor.open(parent, [.readOnly, .directory])
      let temporary = try directory.createTemporary(beside: name, permissions: permissions)
      defer { try? directory.removeFile(temporary.name) }
      try write(temporary.file)
      try temporary.file.synchronize()
      // Unlike a renaming, a second name never replaces what is there.
      try directory.makeHardLink(temporary.name, to: name, in: directory)
      try directory.synchronize()
    } catch {
      throw KeyFileError(path: path, reason: error.exists ? .exists : .system(error))
    }
  }

  private static func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let parent = path[..<slash]
    return (parent.isEmpty ? "/" : String(parent), String(path[path.index(after: slash)...]))
  }

  private static func read(_ path: String, secret: Bool) throws(KeyFileError) -> SecretBytes {
    var text = SecretBytes(capacity: largestSize + 1)
    var refusal: KeyFileError.Reason?
    do throws(SystemError) {
      let file = try FileDescriptor.open(path, [.readOnly, .nonBlocking])
      refusal = Self.refusal(of: try file.status(), secret: secret)
      while refusal == nil {
        let count = unsafe try text.append { room throws(SystemError) in
          unsafe try file.read(into: room)
        }
        if count == 0 { break }
      }
    } catch {
      throw KeyFileError(path: path, reason: .system(error))
    }
    if text.count > largestSize { refusal = .tooLarge }
    if let refusal { throw KeyFileError(path: path, reason: refusal) }
    return text
  }

  private static func refusal(of status: FileStatus, secret: Bool) -> KeyFileError.Reason? {
    if status.kind != .regular { return .notRegular }
    return secret && status.mode & 0o077 != 0 ? .exposed(mode: status.mode) : nil
  }
}
