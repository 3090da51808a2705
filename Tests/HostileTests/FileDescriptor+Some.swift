import Linux

extension FileDescriptor {
  /// Reads up to `count` bytes, and fewer only at the end.
  func readSome(_ count: Int) throws(SystemError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { unsafe buffer.deallocate() }
    var filled = 0
    while filled < count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let got = unsafe try read(into: rest)
      if got == 0 { break }
      filled += got
    }
    return unsafe Array(buffer[..<filled])
  }
}
