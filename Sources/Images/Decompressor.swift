/// Where the uncompressed bytes of an archive come from, in pieces.
protocol Decompressor: AnyObject {
  /// The next bytes, valid until the next call; empty at the end.
  func next() throws(ImageError) -> UnsafeRawBufferPointer
}

extension ImageError {
  static func undecodable(_ subject: String, _ reason: String) -> ImageError {
    ImageError(.invalidDocument, subject, "cannot be decompressed: \(reason)")
  }
}
