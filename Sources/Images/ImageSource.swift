import Content
import Linux

/// Where a foreign image comes from: members by name, and blobs by digest.
protocol ImageSource: ~Copyable {
  /// For errors: the path that the user gave.
  var subject: String { get }

  /// Reads a small member; nil if there is none of that name.
  func document(_ name: String, limit: Int) throws(ImageError) -> [UInt8]?

  /// Has the blob in the store afterwards, its digest and size verified.
  func store(_ blob: Descriptor) throws(ImageError)
}

extension ImageSource where Self: ~Copyable {
  /// The name of a blob within a layout.
  func member(of blob: Descriptor) -> String { "blobs/sha256/\(blob.digest.hexadecimal)" }

  /// The error that a blob is not there.
  func missing(_ blob: Descriptor) -> ImageError {
    ImageError(.notFound, subject, "lacks the blob \(blob.digest)")
  }

  /// The error that a blob has another size than its descriptor says.
  func mismatch(_ blob: Descriptor, size: Int64) -> ImageError {
    ImageError(
      .mismatch, subject,
      "the blob \(blob.digest) has \(size) bytes, its descriptor says \(blob.size)")
  }
}
