/// Encodings that libcrypto writes and reads.
enum DEREncoding {
  /// What one of libcrypto's `i2d` functions writes when called twice, first for the length; empty
  /// where it fails.
  static func bytes(
    _ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
  ) -> [UInt8] {
    let length = write(nil)
    guard length > 0 else { return [] }
    return unsafe [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, written in
      // An i2d function writes exactly the number of bytes that it announced.
      var position = buffer.baseAddress
      written = Int(unsafe write(&position))
    }
  }

  /// What one of libcrypto's `d2i` functions makes of `bytes`, and whether it used all of them.
  static func read(
    _ bytes: [UInt8],
    _ decode: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?
  ) -> (handle: OpaquePointer?, isWhole: Bool) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var position = buffer.baseAddress
      let handle = unsafe decode(&position, buffer.count)
      let end = unsafe buffer.baseAddress.map { unsafe $0 + buffer.count }
      return unsafe (handle, position == end)
    }
  }
}
