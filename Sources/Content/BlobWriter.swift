import Crypto
package import Linux

/// A blob on its way into a store: bytes go in, and `commit` gives it its name. A writer that ends
/// without a commit leaves nothing behind.
package struct BlobWriter: ~Copyable {
  private let directory: FileDescriptor
  private let temporary: TemporaryFile
  private let limit: Int64
  private let isSecret: Bool
  private var hasher = StepHasher()
  private var isCommitted = false
  /// Bytes written so far.
  package private(set) var size: Int64 = 0

  init(
    in directory: consuming FileDescriptor, limit: Int64, isSecret: Bool
  ) throws(SystemError) {
    temporary = try directory.createTemporary(beside: "blob", permissions: 0o444)
    self.directory = directory
    self.limit = limit
    self.isSecret = isSecret
  }

  deinit {
    guard !isCommitted else { return }
    if isSecret { try? temporary.file.overwrite(size) }
    // A left-over temporary file is harmless and goes with the next pruning.
    try? directory.removeFile(temporary.name)
  }

  /// Appends `chunk`.
  ///
  /// - Throws: `EFBIG` where the blob would exceed its limit; nothing is written then.
  package mutating func write(_ chunk: UnsafeRawBufferPointer) throws(SystemError) {
    guard Int64(chunk.count) <= limit - size else {
      throw .tooLarge("write", "blob")
    }
    unsafe try temporary.file.writeAll(chunk)
    unsafe hasher.update(chunk)
    size += Int64(chunk.count)
  }

  /// Appends `bytes`.
  package mutating func write(_ bytes: [UInt8]) throws(SystemError) {
    guard Int64(bytes.count) <= limit - size else { throw .tooLarge("write", "blob") }
    try temporary.file.writeAll(bytes)
    unsafe bytes.withUnsafeBytes { unsafe hasher.update($0) }
    size += Int64(bytes.count)
  }

  /// Ends the blob and stores it under its digest; call it once.
  ///
  /// - Parameter expected: what the digest must be.
  /// - Throws: `EBADMSG` if the digest is another; the blob is not stored then.
  package mutating func commit(
    expecting expected: Digest? = nil
  ) throws(SystemError) -> (digest: Digest, size: Int64) {
    (try commitInSteps(expecting: expected).whole, size)
  }

  /// As `commit`, with the digests of the blob's beginnings.
  package mutating func commitInSteps(
    expecting expected: Digest? = nil
  ) throws(SystemError) -> StepDigests {
    var finished = StepHasher()
    swap(&finished, &hasher)
    let steps = finished.finish()
    if let expected, expected != steps.whole { throw .corrupt(expected.description) }
    try directory.rename(temporary.name, to: steps.whole.hexadecimal, in: directory)
    isCommitted = true
    return steps
  }
}
