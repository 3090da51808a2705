import CArchive
import Content
import Crypto
import Linux

/// The bytes of a file with its compression undone, in pieces; it hashes and counts them on the
/// way and stops where they exceed what was allowed.
@safe final class UncompressedStream {
  /// What the bytes belong to, for errors.
  let subject: String
  private let file: FileDescriptor
  /// libarchive as a mere decompressor; null for bytes that are plain. Freed in deinit.
  private let decoder: OpaquePointer?
  private let buffer: UnsafeMutableRawBufferPointer
  private let limits: ImageLimits
  private let byteLimit: Int64
  private var hasher = SHA256()
  /// Bytes handed out so far.
  private(set) var count: Int64 = 0
  /// The error that ended the stream, kept for callers on the far side of a C callback.
  private(set) var failure: ImageError?

  /// Streams `file` from its start.
  ///
  /// - Parameter byteLimit: the most bytes that may come out.
  init(
    _ file: consuming FileDescriptor, of subject: String, byteLimit: Int64, limits: ImageLimits
  ) throws(ImageError) {
    let magic = try Self.magic(of: file, subject)
    let compression = try Compression(magic: magic, of: subject)
    self.subject = subject
    self.limits = limits
    self.byteLimit = byteLimit
    unsafe decoder = try Self.decoder(for: compression, reading: file, of: subject)
    unsafe buffer = .allocate(byteCount: 1 << 18, alignment: 64)
    self.file = file
  }

  deinit {
    unsafe buffer.deallocate()
    if let decoder = unsafe decoder { unsafe _ = archive_read_free(decoder) }
  }

  private static func magic(
    of file: borrowing FileDescriptor, _ subject: String
  ) throws(ImageError) -> [UInt8] {
    do throws(SystemError) {
      return try file.read(Compression.magicLength, at: 0)
    } catch {
      throw ImageError(error, subject)
    }
  }

  private static func decoder(
    for compression: Compression, reading file: borrowing FileDescriptor, of subject: String
  ) throws(ImageError) -> OpaquePointer? {
    let filter: Int32
    switch compression {
    case .none: return nil
    case .gzip: filter = ARCHIVE_FILTER_GZIP
    case .zstd: filter = ARCHIVE_FILTER_ZSTD
    }
    guard let decoder = unsafe archive_read_new() else { preconditionFailure("out of memory") }
    // One filter by number, so that what it yields is not searched for further compressions.
    let ready =
      unsafe archive_read_append_filter(decoder, filter) == ARCHIVE_OK
      && archive_read_support_format_raw(decoder) == ARCHIVE_OK
      && archive_read_open_fd(decoder, file.rawValue, 1 << 18) == ARCHIVE_OK
    var entry: OpaquePointer?
    guard ready, unsafe archive_read_next_header(decoder, &entry) == ARCHIVE_OK else {
      let reason = unsafe TarReader.reason(of: decoder)
      unsafe _ = archive_read_free(decoder)
      throw ImageError(.invalidDocument, subject, "cannot be decompressed: \(reason)")
    }
    return unsafe decoder
  }
}

extension UncompressedStream {
  /// The next bytes, valid until the next call; empty at the end.
  func next() throws(ImageError) -> UnsafeRawBufferPointer {
    do throws(ImageError) {
      let chunk = unsafe try pull()
      count += Int64(chunk.count)
      try requireWithinLimits()
      unsafe hasher.update(chunk)
      return unsafe chunk
    } catch {
      failure = error
      throw error
    }
  }

  /// Reads to the end; the digest of everything that came out of the stream.
  func finish() throws(ImageError) -> Digest {
    while unsafe try !next().isEmpty {}
    var finished = SHA256()
    swap(&finished, &hasher)
    return Digest(finishing: finished)
  }

  private func pull() throws(ImageError) -> UnsafeRawBufferPointer {
    if let decoder = unsafe decoder { return unsafe try decoded(by: decoder) }
    let count = try ImageError.about(subject) { () throws(SystemError) in
      unsafe try file.read(into: buffer)
    }
    return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
  }

  private func decoded(
    by decoder: OpaquePointer
  ) throws(ImageError) -> UnsafeRawBufferPointer {
    var start: UnsafeRawPointer?
    var length = 0
    var offset: la_int64_t = 0
    switch unsafe archive_read_data_block(decoder, &start, &length, &offset) {
    case ARCHIVE_OK: return unsafe UnsafeRawBufferPointer(start: start, count: length)
    case ARCHIVE_EOF: return unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    default:
      let reason = unsafe TarReader.reason(of: decoder)
      throw ImageError(.invalidDocument, subject, "cannot be decompressed: \(reason)")
    }
  }

  private func requireWithinLimits() throws(ImageError) {
    guard count <= byteLimit else {
      throw ImageError(
        .limitExceeded, subject, "unpacks to more than the \(byteLimit) bytes that are left")
    }
    guard let decoder = unsafe decoder, count > limits.expansionFloor else { return }
    // Filter −1 is the one next to the file: compressed bytes read so far.
    let source = unsafe archive_filter_bytes(decoder, -1)
    guard count / limits.expansion <= source else {
      throw ImageError(
        .limitExceeded, subject,
        "grows more than \(limits.expansion)-fold when it is decompressed")
    }
  }
}
