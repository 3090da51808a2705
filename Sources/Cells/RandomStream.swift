/// Bytes that look random and follow from a key alone: the key stream of ChaCha20 with a nonce of
/// zero (RFC 8439, section 2.3).
struct RandomStream {
  private let key: [UInt32]

  /// - Parameter seed: up to 32 bytes; missing ones count as zero.
  init(seed: [UInt8]) {
    let bytes = seed.prefix(32) + [UInt8](repeating: 0, count: max(0, 32 - seed.count))
    key = stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { index in
      (0..<4).reduce(0) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) }
    }
  }

  /// The first `blocks` blocks of 64 bytes.
  func bytes(blocks: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(blocks * 64)
    for counter in 0..<UInt32(blocks) {
      for word in block(counter) {
        for shift in [UInt32(0), 8, 16, 24] {
          bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
      }
    }
    return bytes
  }

  private func block(_ counter: UInt32) -> [UInt32] {
    // "expand 32-byte k"
    let start =
      [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574] + key + [counter, 0, 0, 0]
    var state = start
    for _ in 0..<10 {
      for column in 0..<4 { Self.quarter(&state, column, column + 4, column + 8, column + 12) }
      for row in 0..<4 {
        Self.quarter(&state, row, 4 + (row + 1) % 4, 8 + (row + 2) % 4, 12 + (row + 3) % 4)
      }
    }
    return zip(state, start).map { $0 &+ $1 }
  }

  private static func quarter(_ state: inout [UInt32], _ a: Int, _ b: Int, _ c: Int, _ d: Int) {
    func step(_ x: Int, _ y: Int, _ z: Int, _ bits: UInt32) {
      state[x] &+= state[y]
      let mixed = state[z] ^ state[x]
      state[z] = mixed << bits | mixed >> (32 - bits)
    }
    step(a, b, d, 16)
    step(c, d, b, 12)
    step(a, b, d, 8)
    step(c, d, b, 7)
  }
}
