/// How an archive is compressed, told from its first bytes.
enum Compression: Sendable {
  case none
  /// RFC 1952.
  case gzip
  /// RFC 8878.
  case zstd

  /// Bytes that `init(magic:)` wants to see.
  static let magicLength = 6

  /// - Throws: `.unsupportedFormat` for a compression that OCI does not have.
  init(magic: [UInt8], of subject: String) throws(ImageError) {
    switch magic.prefix(4) {
    case [0x28, 0xB5, 0x2F, 0xFD]: self = .zstd
    case let start where start.starts(with: [0x1F, 0x8B]): self = .gzip
    case let start where start.starts(with: Array("BZh".utf8)):
      throw Self.unsupported("bzip2", subject)
    case [0xFD, 0x37, 0x7A, 0x58]: throw Self.unsupported("xz", subject)
    default: self = .none
    }
  }

  private static func unsupported(_ name: String, _ subject: String) -> ImageError {
    ImageError(
      .unsupportedFormat, subject, "is compressed with \(name)",
      mend: "write the image with plain, gzip or zstd layers")
  }
}
