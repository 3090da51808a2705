package import Crypto
package import Linux

/// The SHA-256 of some bytes; written `sha256:` and 64 lower-case hexadecimal digits, as OCI does.
package struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
  static let prefix = "sha256:"
  package static let byteCount = SHA256.byteCount

  /// Exactly 32 bytes.
  package let bytes: [UInt8]

  /// The digest of `content`.
  package init(of content: [UInt8]) {
    bytes = SHA256.hash(content)
  }

  /// Takes 32 bytes that are a digest already.
  package init(value: [UInt8]) {
    precondition(value.count == Self.byteCount, "a SHA-256 has 32 bytes")
    bytes = value
  }

  /// Takes the result of a hasher.
  package init(finishing hasher: consuming SHA256) {
    bytes = hasher.finalize()
  }

  /// Reads `sha256:` and 64 lower-case hexadecimal digits; anything else, other algorithms
  /// included, is nil.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    self.init(hexadecimal: String(text.dropFirst(Self.prefix.count)))
  }

  /// Reads 64 lower-case hexadecimal digits.
  package init?(hexadecimal: String) {
    guard let bytes = Hexadecimal.decode(hexadecimal), bytes.count == SHA256.byteCount else {
      return nil
    }
    self.bytes = bytes
  }

  /// The 64 lower-case hexadecimal digits alone.
  package var hexadecimal: String { Hexadecimal.encode(bytes) }

  package var description: String { Self.prefix + hexadecimal }

  package static func < (left: Digest, right: Digest) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension Digest {
  /// The digest of what `file` holds from its current position to its end, and the number of
  /// bytes.
  package static func reading(
    _ file: borrowing FileDescriptor
  ) throws(SystemError) -> (digest: Digest, size: Int64) {
    var hasher = SHA256()
    var size: Int64 = 0
    unsafe try file.readChunks { chunk throws(SystemError) in
      unsafe hasher.update(chunk)
      size += Int64(chunk.count)
    }
    return (Digest(finishing: hasher), size)
  }
}
