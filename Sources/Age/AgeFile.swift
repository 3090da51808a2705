import Crypto
package import Linux

/// Files that only their recipients can read, in the age format (age-encryption.org/v1), so that
/// the `age` program and others can read and write them too.
package enum AgeFile {
  /// Encrypts what is left of `source` to every one of `recipients`, and appends it to `target`.
  ///
  /// - Throws: `key` for a recipient's key of low order, `system`.
  package static func encrypt(
    _ source: borrowing FileDescriptor, to recipients: [Recipient],
    into target: borrowing FileDescriptor
  ) throws(AgeError) {
    precondition(!recipients.isEmpty, "a file for nobody")
    let fileKey = try draw { () throws(CryptoError) in
      try SystemRandom.secret(WrappedFileKey.fileKeyByteCount)
    }
    let nonce = try draw { () throws(CryptoError) in
      try SystemRandom.bytes(Payload.nonceByteCount)
    }
    let header = try Header(for: recipients, fileKey: fileKey)
    var payload = Payload(fileKey: fileKey, nonce: nonce)
    do throws(SystemError) {
      try target.writeAll(header.bytes + nonce)
      var reader = ChunkReader(chunkByteCount: Payload.chunkByteCount)
      while unsafe try reader.next(
        from: source,
        { plain, isLast throws(SystemError) in
          unsafe try payload.seal(plain, isLast: isLast) { sealed throws(SystemError) in
            unsafe try target.writeAll(sealed)
          }
          return !isLast
        })
      {}
    } catch {
      throw AgeError(error)
    }
  }

  private static func draw<Secret: ~Copyable>(
    _ random: () throws(CryptoError) -> Secret
  ) throws(AgeError) -> Secret {
    do throws(CryptoError) {
      return try random()
    } catch {
      throw AgeError(.system, error.detail)
    }
  }

  /// Decrypts what is left of `source`, a file in binary form, and appends the text to `target`.
  ///
  /// Only genuine chunks are ever written; after an error, the caller discards them.
  ///
  /// - Throws: `header`, `noMatch`, `headerCode`, `payload`, `system`.
  package static func decrypt(
    _ source: borrowing FileDescriptor, with identity: Identity,
    into target: borrowing FileDescriptor
  ) throws(AgeError) {
    unsafe try decrypt(source, with: identity) { plain throws(SystemError) in
      unsafe try target.writeAll(plain)
    }
  }

  /// As above; lends the text to `take` chunk by chunk, and overwrites it afterwards.
  package static func decrypt(
    _ source: borrowing FileDescriptor, with identity: Identity,
    _ take: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(AgeError) {
    let start: [UInt8]
    do throws(SystemError) {
      start = try source.readUpTo(Header.largestSize)
    } catch {
      throw AgeError(error)
    }
    var headerReader = HeaderReader(start)
    let header = try headerReader.read()
    let fileKey = try header.fileKey(for: identity)
    let rest = start[headerReader.position...]
    // The header ends far before the largest one; a payload has 16 bytes and a tag at least.
    guard rest.count >= Payload.nonceByteCount else {
      throw AgeError(.payload, "the file ends with its header")
    }
    let payload = Payload(fileKey: fileKey, nonce: Array(rest.prefix(Payload.nonceByteCount)))
    unsafe try decrypt(
      payload, begun: Array(rest.dropFirst(Payload.nonceByteCount)), source, take)
  }

  private static func decrypt(
    _ opened: consuming Payload, begun: [UInt8], _ source: borrowing FileDescriptor,
    _ take: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(AgeError) {
    var payload = opened
    var isGenuine = true
    do throws(SystemError) {
      var reader = ChunkReader(chunkByteCount: Payload.sealedByteCount, begun: begun)
      while unsafe try reader.next(
        from: source,
        { sealed, isLast throws(SystemError) in
          isGenuine = unsafe try payload.open(sealed, isLast: isLast, take)
          return isGenuine && !isLast
        })
      {}
    } catch {
      throw AgeError(error)
    }
    guard isGenuine else {
      throw AgeError(.payload, "the text was cut, lengthened or changed after it was encrypted")
    }
  }
}
