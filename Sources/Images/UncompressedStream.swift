import Content
import Crypto
import Linux

/// The bytes of a file with its compression undone, in pieces; it hashes and counts them on the
/// way and stops where they exceed what was allowed.
final class UncompressedStream {
  /// What the bytes belong to, for errors.
  let subject: String
  private let source: FileChunks
  private let decompressor: any Decompressor
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
    let compression = try Compression(magic: try Self.magic(of: file, subject), of: subject)
    self.subject = subject
    self.limits = limits
    self.byteLimit = byteLimit
    source = FileChunks(file, of: subject)
    switch compression {
    case .none: decompressor = source
    case .gzip: decompressor = GzipDecompressor(source, of: subject)
    case .zstd: decompressor = ZstdDecompressor(source, of: subject)
    }
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
}

extension UncompressedStream {
  /// The next bytes, valid until the next call; empty at the end.
  func next() throws(ImageError) -> UnsafeRawBufferPointer {
    do throws(ImageError) {
      let chunk = unsafe try decompressor.next()
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

  private func requireWithinLimits() throws(ImageError) {
    guard count <= byteLimit else {
      throw ImageError(
        .limitExceeded, subject, "unpacks to more than the \(byteLimit) bytes that are left")
    }
    guard count <= limits.expansionFloor || count / limits.expansion <= source.count else {
      throw ImageError(
        .limitExceeded, subject,
        "grows more than \(limits.expansion)-fold when it is decompressed")
    }
  }
}
