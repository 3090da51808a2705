import Crypto
import Linux

/// The text of an age file in chunks of 64 KiB, each sealed by itself (the STREAM construction;
/// age-encryption.org/v1, “Payload”).
@safe struct Payload: ~Copyable {
  static let nonceByteCount = 16
  static let chunkByteCount = 1 << 16
  static let sealedByteCount = chunkByteCount + ChaCha20Poly1305.tagByteCount

  private let cipher: ChaCha20Poly1305
  private var counter: UInt64 = 0
  // Owned by this value alone; wiped, since it holds plain text, and freed in deinit.
  private let room = UnsafeMutableRawBufferPointer.allocate(
    byteCount: sealedByteCount, alignment: 64)

  init(fileKey: borrowing SecretBytes, nonce: [UInt8]) {
    cipher = ChaCha20Poly1305(
      key: HKDF.derive(
        from: fileKey, salt: nonce, info: Array("payload".utf8),
        count: ChaCha20Poly1305.keyByteCount))
  }

  deinit {
    unsafe SecretBytes.wipe(room)
    unsafe room.deallocate()
  }

  /// Lends `body` the sealed form of `plain`, at most 64 KiB.
  mutating func seal(
    _ plain: UnsafeRawBufferPointer, isLast: Bool,
    _ body: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) {
    let size = plain.count + ChaCha20Poly1305.tagByteCount
    let nonce = nextNonce(isLast: isLast)
    let target = unsafe UnsafeMutableRawBufferPointer(rebasing: room[..<size])
    unsafe cipher.seal(plain, nonce: nonce, into: target)
    unsafe try body(UnsafeRawBufferPointer(target))
  }

  /// Lends `body` the plain text of one sealed chunk.
  ///
  /// - Returns: false where the chunk is not genuine; `body` is then not called.
  mutating func open(
    _ sealed: UnsafeRawBufferPointer, isLast: Bool,
    _ body: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) -> Bool {
    let size = sealed.count - ChaCha20Poly1305.tagByteCount
    // An empty chunk says nothing, except that a whole file is empty.
    guard size > 0 || size == 0 && counter == 0 && isLast else { return false }
    let nonce = nextNonce(isLast: isLast)
    let target = unsafe UnsafeMutableRawBufferPointer(rebasing: room[..<size])
    guard unsafe cipher.open(sealed, nonce: nonce, into: target) else {
      return false
    }
    unsafe try body(UnsafeRawBufferPointer(target))
    return true
  }

  /// Eleven bytes of a counter, big-endian, and one that is 1 for the last chunk.
  private mutating func nextNonce(isLast: Bool) -> [UInt8] {
    let number = (0..<8).reversed().map { UInt8(truncatingIfNeeded: counter >> (8 * $0)) }
    counter += 1
    return [0, 0, 0] + number + [isLast ? 1 : 0]
  }
}
