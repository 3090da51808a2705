import Linux

/// A small random generator whose whole sequence follows from one number (SplitMix64, Steele et
/// al. 2014), so that a failing test can be run again.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  /// The number it started from; print it with every failure.
  package let seed: UInt64
  private var state: UInt64

  package init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// Takes the seed from the variable `ASSAY_SEED` where that is set, else a fixed one.
  package init() {
    self.init(seed: Environment.value(of: "ASSAY_SEED").flatMap { UInt64($0) } ?? 20_261_120)
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// `short` rounds in a normal run; `long` where the variable `ASSAY_LONG` is set.
  package static func rounds(_ short: Int, long: Int) -> Int {
    Environment.value(of: "ASSAY_LONG") == nil ? short : long
  }
}

extension SeededGenerator {
  /// `bytes` after one to four random edits: bits and bytes changed, pieces removed, repeated,
  /// moved, or cut off.
  package mutating func mutation(of bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) { edit(&result) }
    return result
  }

  private mutating func edit(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes.append(UInt8.random(in: .min ... .max, using: &self)) }
    let place = Int.random(in: 0..<bytes.count, using: &self)
    let end = min(bytes.count, place + Int.random(in: 1...32, using: &self))
    switch Int.random(in: 0..<8, using: &self) {
    case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
    case 2: bytes[place] = UInt8.random(in: .min ... .max, using: &self)
    case 3: bytes[place] = Array("\"{}[],:\\0-eE. \u{0}".utf8).randomElement(using: &self) ?? 0
    case 4: bytes.removeSubrange(place..<end)
    case 5: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 6:
      let piece = Array(bytes[place..<end])
      bytes.removeSubrange(place..<end)
      bytes.insert(contentsOf: piece, at: Int.random(in: 0...bytes.count, using: &self))
    default: bytes.removeSubrange(place...)
    }
  }
}
