/// Bytes that look random and follow from a key alone: the key streams of ChaCha20 (RFC 8439,
/// section 2.3), one for each nonce.
struct RandomStream {
  private typealias Row = SIMD4<UInt32>

  private static let blockSize: UInt64 = 64
  private let key: (Row, Row)

  /// - Parameter seed: up to 32 bytes; missing ones count as zero.
  init(seed: [UInt8]) {
    let bytes = seed.prefix(32) + [UInt8](repeating: 0, count: max(0, 32 - seed.count))
    let words = stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { index in
      (0..<4).reduce(0) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) }
    }
    key = (Row(words[0..<4]), Row(words[4..<8]))
  }

  /// `count` bytes of the stream of `nonce`, from `position` on. Blocks beyond the first 2³² count
  /// on in the first word of the nonce.
  func bytes(
    _ count: Int, from position: UInt64 = 0, nonce: (UInt32, UInt32, UInt32) = (0, 0, 0)
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    let first = position / Self.blockSize
    let last = (position + UInt64(count) + Self.blockSize - 1) / Self.blockSize
    bytes.reserveCapacity(Int(last - first) * Int(Self.blockSize))
    for number in first..<last {
      let carried = nonce.0 &+ UInt32(truncatingIfNeeded: number >> 32)
      append(
        Row(UInt32(truncatingIfNeeded: number), carried, nonce.1, nonce.2), to: &bytes)
    }
    let start = Int(position % Self.blockSize)
    return Array(bytes[start..<start + count])
  }

  /// One block; `last` is the row that counts.
  private func append(_ last: Row, to bytes: inout [UInt8]) {
    // "expand 32-byte k"
    let first = Row(0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574)
    var (a, b, c, d) = (first, key.0, key.1, last)
    for _ in 0..<10 {
      Self.quarters(&a, &b, &c, &d)
      (b, c, d) = (Self.turned(b, 1), Self.turned(c, 2), Self.turned(d, 3))
      Self.quarters(&a, &b, &c, &d)
      (b, c, d) = (Self.turned(b, 3), Self.turned(c, 2), Self.turned(d, 1))
    }
    for row in [a &+ first, b &+ key.0, c &+ key.1, d &+ last] {
      for index in 0..<4 {
        let word = row[index]
        for shift in [UInt32(0), 8, 16, 24] {
          bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
      }
    }
  }

  /// Four quarter rounds at once, one in each column.
  private static func quarters(_ a: inout Row, _ b: inout Row, _ c: inout Row, _ d: inout Row) {
    func step(_ x: inout Row, _ y: Row, _ z: inout Row, _ bits: UInt32) {
      x &+= y
      let mixed = z ^ x
      z = mixed &<< bits | mixed &>> (32 - bits)
    }
    step(&a, b, &d, 16)
    step(&c, d, &b, 12)
    step(&a, b, &d, 8)
    step(&c, d, &b, 7)
  }

  private static func turned(_ row: Row, _ count: Int) -> Row {
    Row(row[count], row[(count + 1) & 3], row[(count + 2) & 3], row[(count + 3) & 3])
  }
}
