import CArchive

/// Undoes gzip, checksums verified; several members follow one another as one (`inflate`).
@safe final class GzipDecompressor: Decompressor {
  /// The largest window, and the gzip format alone (`inflateInit2`).
  private static let windowBits: Int32 = 15 + 16

  private let source: FileChunks
  private let subject: String
  private let buffer: UnsafeMutableRawBufferPointer
  // At a fixed address, which zlib remembers; initialised by inflateInit2, freed in deinit.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isBetweenMembers = true
  /// The output was full, so zlib may have more without being given more.
  private var mayHoldOutput = false

  init(_ source: FileChunks, of subject: String) {
    self.source = source
    self.subject = subject
    unsafe buffer = .allocate(byteCount: 1 << 18, alignment: 64)
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let ready = unsafe inflateInit2_(
      stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(ready == Z_OK, "zlib cannot start")
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
    unsafe buffer.deallocate()
  }

  func next() throws(ImageError) -> UnsafeRawBufferPointer {
    unsafe stream.pointee.next_out = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = UInt32(buffer.count)
    while unsafe stream.pointee.avail_out > 0 {
      if unsafe stream.pointee.avail_in == 0 && !mayHoldOutput, try !refill() { break }
      try step()
    }
    let length = unsafe buffer.count - Int(stream.pointee.avail_out)
    return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<length])
  }

  private func step() throws(ImageError) {
    isBetweenMembers = false
    switch unsafe inflate(stream, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: mayHoldOutput = unsafe stream.pointee.avail_out == 0
    case Z_STREAM_END:
      isBetweenMembers = true
      mayHoldOutput = false
      unsafe inflateReset(stream)
    default:
      let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      throw .undecodable(subject, reason ?? "damaged gzip data")
    }
  }

  /// False at the end of the file, which may only come between two members.
  private func refill() throws(ImageError) -> Bool {
    let chunk = unsafe try source.next()
    if unsafe chunk.isEmpty {
      guard isBetweenMembers else { throw .undecodable(subject, "the gzip data ends too early") }
      return false
    }
    // zlib does not write to its input, although its interface says so.
    unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(
      mutating: chunk.assumingMemoryBound(to: UInt8.self).baseAddress)
    unsafe stream.pointee.avail_in = UInt32(chunk.count)
    return true
  }
}
