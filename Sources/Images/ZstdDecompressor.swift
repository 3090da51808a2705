import CArchive

/// Undoes zstd; several frames follow one another as one (`ZSTD_decompressStream`).
///
/// A frame that asks for a window of more than 128 MiB is refused, as zstd itself does.
@safe final class ZstdDecompressor: Decompressor {
  private let source: FileChunks
  private let subject: String
  private let buffer: UnsafeMutableRawBufferPointer
  /// Freed in deinit.
  private let context: OpaquePointer
  private var input = unsafe ZSTD_inBuffer()
  private var isBetweenFrames = true
  /// The output was full, so the decoder may have more without being given more.
  private var mayHoldOutput = false

  init(_ source: FileChunks, of subject: String) {
    guard let context = unsafe ZSTD_createDCtx() else { preconditionFailure("out of memory") }
    self.source = source
    self.subject = subject
    unsafe self.context = context
    unsafe buffer = .allocate(byteCount: 1 << 18, alignment: 64)
  }

  deinit {
    unsafe ZSTD_freeDCtx(context)
    unsafe buffer.deallocate()
  }

  func next() throws(ImageError) -> UnsafeRawBufferPointer {
    var output = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
    while unsafe output.pos < output.size {
      if unsafe input.pos == input.size && !mayHoldOutput, try !refill() { break }
      let hint = unsafe ZSTD_decompressStream(context, &output, &input)
      guard ZSTD_isError(hint) == 0 else {
        throw .undecodable(subject, unsafe String(cString: ZSTD_getErrorName(hint)))
      }
      isBetweenFrames = hint == 0
      unsafe mayHoldOutput = output.pos == output.size && !isBetweenFrames
    }
    return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<output.pos])
  }

  /// False at the end of the file, which may only come between two frames.
  private func refill() throws(ImageError) -> Bool {
    let chunk = unsafe try source.next()
    if unsafe chunk.isEmpty {
      guard isBetweenFrames else { throw .undecodable(subject, "the zstd data ends too early") }
      return false
    }
    unsafe input = unsafe ZSTD_inBuffer(src: chunk.baseAddress, size: chunk.count, pos: 0)
    return true
  }
}
