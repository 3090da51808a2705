import CArchive
import Linux

/// The entries of a tar archive, one after the other: ustar, pax and GNU forms (libarchive).
///
/// Use it within `withUTF8Locale`, without which names beyond ASCII cannot be read.
@safe final class TarReader {
  private let stream: UncompressedStream
  /// Freed in deinit, before the stream that it reads from.
  private let archive: OpaquePointer
  private let subject: String

  init(_ stream: UncompressedStream) throws(ImageError) {
    guard let archive = unsafe archive_read_new() else { preconditionFailure("out of memory") }
    unsafe self.archive = archive
    self.stream = stream
    subject = stream.subject
    // The stream outlives the archive: this object owns both and never gives either away.
    let source = unsafe Unmanaged.passUnretained(stream).toOpaque()
    let ready =
      unsafe archive_read_support_format_tar(archive) == ARCHIVE_OK
      && archive_read_open(archive, source, nil, Self.supply, nil) == ARCHIVE_OK
    guard ready else { throw failure() }
  }

  deinit {
    unsafe _ = archive_read_free(archive)
  }

  /// Libarchive's `archive_read_callback`: the next piece, 0 at the end, negative on failure.
  private static let supply:
    @convention(c) (
      OpaquePointer?, UnsafeMutableRawPointer?, UnsafeMutablePointer<UnsafeRawPointer?>?
    ) -> la_ssize_t = { _, source, start in
      guard let source = unsafe source, let start = unsafe start else { return -1 }
      let stream = unsafe Unmanaged<UncompressedStream>.fromOpaque(source).takeUnretainedValue()
      do throws(ImageError) {
        let chunk = unsafe try stream.next()
        unsafe start.pointee = chunk.baseAddress
        return chunk.count
      } catch {
        // The stream keeps the error, and the reader reports it.
        return -1
      }
    }

  /// The next entry; nil at the end of the archive. What is left of the last entry is skipped.
  func next() throws(ImageError) -> TarEntry? {
    var entry: OpaquePointer?
    let status = unsafe archive_read_next_header(archive, &entry)
    if status == ARCHIVE_EOF { return nil }
    guard status == ARCHIVE_OK, let entry = unsafe entry else { throw failure() }
    return unsafe try TarEntry(entry, in: subject)
  }

  /// The next piece of the current entry's content and its offset in the file; gaps are holes.
  /// Nil at the end. The bytes are valid until the next call.
  func nextBlock() throws(ImageError) -> (bytes: UnsafeRawBufferPointer, offset: Int64)? {
    var start: UnsafeRawPointer?
    var length = 0
    var offset: la_int64_t = 0
    let status = unsafe archive_read_data_block(archive, &start, &length, &offset)
    if status == ARCHIVE_EOF { return nil }
    guard status == ARCHIVE_OK else { throw failure() }
    return unsafe (UnsafeRawBufferPointer(start: start, count: length), offset)
  }

  private func failure() -> ImageError {
    let reason = unsafe Self.reason(of: archive)
    return stream.failure
      ?? ImageError(.invalidDocument, subject, "is not a sound tar archive: \(reason)")
  }

  /// Libarchive's own words about the last failure.
  static func reason(of archive: OpaquePointer) -> String {
    unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "no reason given"
  }
}
