import NumPyFormat
import Testing

/// Damaged files: each is read or refused, and what is read fits its own header.
@Suite struct MutationTests {
  @Test("Survives random damage")
  func damage() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(state: seed)
    let whole = try MatrixTests.written(2, 3, [1, 2, 3, 4, 5, 6])
    for round in 0..<20_000 {
      let bytes = Self.damaged(whole, using: &generator)
      if let array = try? NumericArray(npy: bytes) {
        let size = array.shape.count * array.type.size
        #expect(array.data.count == size, "seed \(seed), round \(round)")
      }
    }
  }

  private static func damaged(
    _ bytes: [UInt8], using generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let position = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes.insert(UInt8.random(in: 0x20..<0x7f, using: &generator), at: position)
      case 3 where bytes.count > 1: bytes.remove(at: position)
      default:
        bytes[position] = Array("0123456789-,()'{}: TF".utf8).randomElement(using: &generator) ?? 0
      }
    }
    return bytes
  }
}
