/// How fast one thread reads memory that no cache holds.
enum Bandwidth {
  /// A probe for a contest: adds up `bytes` bytes, its work counted in bytes.
  static func probe(bytes: Int = 256 << 20) -> Contestant {
    let buffer = FloatBuffer(bytes / MemoryLayout<Float>.stride)
    return Contestant(name: "memory", work: Double(bytes)) {
      let sum = unsafe sum(UnsafeRawPointer(buffer.start), bytes: bytes)
      // Used, so that the reading is not left out.
      precondition(sum != 1, "memory that was never written")
    }
  }

  private static func sum(_ start: UnsafeRawPointer, bytes: Int) -> UInt32 {
    var (first, second) = (SIMD16<UInt32>.zero, SIMD16<UInt32>.zero)
    for offset in stride(from: 0, to: bytes, by: 128) {
      unsafe first &+= start.load(fromByteOffset: offset, as: SIMD16<UInt32>.self)
      unsafe second &+= start.load(fromByteOffset: offset + 64, as: SIMD16<UInt32>.self)
    }
    return (first &+ second).wrappedSum()
  }
}
