/// Bech32 (BIP 173) of whole bytes, without that proposal's limit of 90 characters, as age uses it.
enum Bech32 {
  private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  private static let checksumCount = 6

  /// The lower-case text of `bytes` under `prefix`.
  static func encode(_ bytes: [UInt8], prefix: String) -> String {
    let values = regroup(bytes, from: 8, to: 5, padding: true) ?? []
    let empty = [UInt8](repeating: 0, count: checksumCount)
    let check = polynomial(expand(prefix) + values + empty) ^ 1
    let checksum = (0..<checksumCount).map { UInt8(check >> UInt32(5 * (5 - $0)) & 31) }
    let symbols = (values + checksum).map { alphabet[Int($0)] }
    return prefix + "1" + String(decoding: symbols, as: UTF8.self)
  }

  /// The bytes of `text`; nil for another prefix, mixed case, a foreign character, a wrong checksum
  /// or bits behind the end.
  static func decode(_ text: String, prefix: String) -> [UInt8]? {
    let lower = text.lowercased()
    guard text == lower || text == text.uppercased(), lower.hasPrefix(prefix + "1") else {
      return nil
    }
    var values: [UInt8] = []
    for unit in lower.utf8.dropFirst(prefix.utf8.count + 1) {
      guard let value = alphabet.firstIndex(of: unit) else { return nil }
      values.append(UInt8(value))
    }
    guard values.count >= checksumCount, polynomial(expand(prefix) + values) == 1 else {
      return nil
    }
    return regroup(Array(values.dropLast(checksumCount)), from: 5, to: 8, padding: false)
  }

  private static func expand(_ prefix: String) -> [UInt8] {
    prefix.utf8.map { $0 >> 5 } + [0] + prefix.utf8.map { $0 & 31 }
  }

  /// The checksum's residue of `values` (BIP 173, section “Checksum”).
  private static func polynomial(_ values: [UInt8]) -> UInt32 {
    let generator: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
    return values.reduce(1) { check, value in
      let top = check >> 25
      let shifted = (check & 0x1ff_ffff) << 5 ^ UInt32(value)
      return generator.indices.reduce(shifted) { sum, index in
        top >> UInt32(index) & 1 == 1 ? sum ^ generator[index] : sum
      }
    }
  }

  /// Groups of `from` bits as groups of `to` bits; nil where what is left over is no clear padding.
  private static func regroup(
    _ values: [UInt8], from: UInt32, to: UInt32, padding: Bool
  ) -> [UInt8]? {
    var result: [UInt8] = []
    var (bits, count) = (UInt32(0), UInt32(0))
    for value in values {
      bits = (bits << from | UInt32(value)) & 0xfff
      count += from
      while count >= to {
        count -= to
        result.append(UInt8(truncatingIfNeeded: bits >> count & (1 << to - 1)))
      }
    }
    let rest = bits & (1 << count - 1)
    if padding {
      if count > 0 { result.append(UInt8(truncatingIfNeeded: rest << (to - count))) }
    } else if count >= from || rest != 0 {
      return nil
    }
    return result
  }
}
