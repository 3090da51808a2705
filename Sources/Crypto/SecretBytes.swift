import COpenSSL

/// Bytes that must not outlive their use: wiped before their memory is given back
/// (`OPENSSL_cleanse`).
@safe package struct SecretBytes: ~Copyable {
  // Owned by this value alone, wiped and freed in deinit; the first `count` bytes are initialised.
  private let buffer: UnsafeMutableRawBufferPointer
  package private(set) var count = 0

  /// Room for at most `capacity` bytes, none of them filled yet.
  package init(capacity: Int) {
    unsafe buffer = .allocate(byteCount: capacity, alignment: 16)
  }

  /// A copy of `bytes`; wiping the original is the caller's business.
  package init(copying bytes: UnsafeRawBufferPointer) {
    self.init(capacity: bytes.count)
    unsafe buffer.copyMemory(from: bytes)
    count = bytes.count
  }

  /// Moves secret bytes here: the array that held them is wiped.
  package init(moving bytes: inout [UInt8]) {
    self.init(capacity: bytes.count)
    unsafe bytes.withUnsafeMutableBytes { source in
      unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(source))
      unsafe Self.wipe(source)
    }
    count = bytes.count
  }

  deinit {
    unsafe Self.wipe(buffer)
    unsafe buffer.deallocate()
  }

  /// Overwrites memory that held a secret, which the compiler cannot leave out (`OPENSSL_cleanse`).
  package static func wipe(_ memory: UnsafeMutableRawBufferPointer) {
    unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
  }

  /// Lets `fill` write into the unused room and answer how many bytes it wrote.
  ///
  /// - Returns: what `fill` answered.
  @discardableResult
  package mutating func append<Failure: Error>(
    _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    let added = unsafe try fill(UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
    precondition((0...(unsafe buffer.count - count)).contains(added), "wrote beyond the room")
    count += added
    return added
  }

  /// Lends the bytes to `body`, which must not keep them.
  package func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
  }
}
