import Crypto
package import Linux

/// Content by digest, kept as an OCI image layout (`oci-layout`, `blobs/sha256/<hex>`), so that
/// other tools read it too.
///
/// A blob appears whole or not at all, and never changes. Several processes may use one store.
package struct BlobStore: Sendable {
  /// The layout's directory.
  package let path: String
  /// Whether a blob that does not come about is overwritten before it goes.
  private let isSecret: Bool
  private var blobsPath: String { path + "/blobs/sha256" }

  /// Opens the store at `path`, creating it where it is missing.
  ///
  /// - Parameter isSecret: whether nothing of a blob that does not come about may be left in memory.
  package init(at path: String, isSecret: Bool = false) throws(SystemError) {
    self.path = path
    self.isSecret = isSecret
    try makeDirectories(path + "/blobs/sha256")
    let directory = try FileDescriptor.open(path, [.readOnly, .directory])
    if try !directory.entries().contains("oci-layout") {
      let marker = JSON.object(["imageLayoutVersion": .string("1.0.0")])
      try directory.write(marker.canonicalBytes, to: "oci-layout", .atomic)
    }
  }

  /// The digests of all blobs, in ascending order.
  package func digests() throws(SystemError) -> [Digest] {
    try directory().entries().compactMap { Digest(hexadecimal: $0) }
  }

  /// Where the blob lies, or would lie.
  package func path(of digest: Digest) -> String { "\(blobsPath)/\(digest.hexadecimal)" }

  package func contains(_ digest: Digest) throws(SystemError) -> Bool {
    do throws(SystemError) {
      _ = try open(digest)
      return true
    } catch let error where error.isNotFound {
      return false
    }
  }

  /// Opens a blob for reading; its bytes are not checked again.
  package func open(_ digest: Digest) throws(SystemError) -> FileDescriptor {
    try FileDescriptor.open(path(of: digest), .readOnly)
  }

  /// Reads a small blob whole and checks that it still has its digest.
  ///
  /// - Throws: `EFBIG` beyond `limit` bytes, `EBADMSG` if the store is corrupt.
  package func read(_ digest: Digest, limit: Int) throws(SystemError) -> [UInt8] {
    let bytes = try open(digest).readAll(limit: limit, subject: path(of: digest))
    guard Digest(of: bytes) == digest else { throw .corrupt(path(of: digest)) }
    return bytes
  }

  /// Appends a blob to `file`, streaming, and checks on the way that it still has its digest.
  ///
  /// - Throws: `EBADMSG` if the store is corrupt; what was written then is worthless.
  package func copy(
    _ digest: Digest, to file: borrowing FileDescriptor
  ) throws(SystemError) {
    var hasher = SHA256()
    unsafe try open(digest).readChunks { chunk throws(SystemError) in
      unsafe hasher.update(chunk)
      unsafe try file.writeAll(chunk)
    }
    guard Digest(finishing: hasher) == digest else { throw .corrupt(path(of: digest)) }
  }

  /// Stores `bytes` under their digest; storing the same bytes again changes nothing.
  @discardableResult
  package func put(_ bytes: [UInt8]) throws(SystemError) -> Digest {
    let digest = Digest(of: bytes)
    try put(bytes, as: digest)
    return digest
  }

  /// As `put`, with the digests of the content's beginnings.
  package func putInSteps(_ bytes: [UInt8]) throws(SystemError) -> StepDigests {
    let steps = StepDigests(of: bytes)
    try put(bytes, as: steps.whole)
    return steps
  }

  private func put(_ bytes: [UInt8], as digest: Digest) throws(SystemError) {
    if try contains(digest) { return }
    try directory().write(bytes, to: digest.hexadecimal, permissions: 0o444, .atomic)
  }

  /// Stores what `file` holds from its position on, streaming.
  package func put(
    reading file: borrowing FileDescriptor
  ) throws(SystemError) -> (digest: Digest, size: Int64) {
    var writer = try writer()
    unsafe try file.readChunks { chunk throws(SystemError) in unsafe try writer.write(chunk) }
    return try writer.commit()
  }

  /// As `put(reading:)`, with the digests of the content's beginnings.
  package func putInSteps(
    reading file: borrowing FileDescriptor
  ) throws(SystemError) -> StepDigests {
    var writer = try writer()
    unsafe try file.readChunks { chunk throws(SystemError) in unsafe try writer.write(chunk) }
    return try writer.commitInSteps()
  }

  /// The digests of the beginnings of a blob.
  package func steps(of digest: Digest) throws(SystemError) -> StepDigests {
    try StepDigests.reading(try open(digest))
  }

  /// Starts a blob whose bytes come in pieces; it appears when the writer commits.
  ///
  /// - Parameter limit: the most bytes it may get.
  package func writer(limit: Int64 = .max) throws(SystemError) -> BlobWriter {
    try BlobWriter(in: try directory(), limit: limit, isSecret: isSecret)
  }

  private func directory() throws(SystemError) -> FileDescriptor {
    try FileDescriptor.open(blobsPath, [.readOnly, .directory])
  }
}
