import Linux

/// The bytes of a file as they are.
@safe final class FileChunks: Decompressor {
  private let file: FileDescriptor
  private let subject: String
  private let buffer: UnsafeMutableRawBufferPointer
  /// Bytes read so far.
  private(set) var count: Int64 = 0

  /// Reads `file` from its position on; errors are about `subject`.
  init(_ file: consuming FileDescriptor, of subject: String) {
    self.file = file
    self.subject = subject
    unsafe buffer = .allocate(byteCount: 1 << 18, alignment: 64)
  }

  deinit { unsafe buffer.deallocate() }

  func next() throws(ImageError) -> UnsafeRawBufferPointer {
    let length = try ImageError.about(subject) { () throws(SystemError) in
      unsafe try file.read(into: buffer)
    }
    count += Int64(length)
    return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<length])
  }
}
