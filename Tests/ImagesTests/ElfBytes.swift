/// A small ELF file: a header, program headers and, for `dynamic`, a dynamic segment.
struct ElfBytes {
  var type: UInt16 = 2
  #if arch(x86_64)
    var machine: UInt16 = 62
  #else
    var machine: UInt16 = 183
  #endif
  /// `p_type` of each program header.
  var segments: [UInt32] = [1]
  /// `d_tag` of each entry of the dynamic segment.
  var tags: [UInt64] = []
  /// Follows everything else, to tell two files apart.
  var tail: [UInt8] = []

  var bytes: [UInt8] {
    let tableEnd = UInt64(64 + 56 * segments.count)
    var bytes: [UInt8] = [0x7F] + Array("ELF".utf8) + [2, 1, 1] + [UInt8](repeating: 0, count: 9)
    bytes += word(type) + word(machine) + word(UInt32(1)) + word(UInt64(0x400000))
    bytes += word(UInt64(64)) + word(UInt64(0)) + word(UInt32(0))
    bytes += word(UInt16(64)) + word(UInt16(56)) + word(UInt16(segments.count))
    bytes += word(UInt16(64)) + word(UInt16(0)) + word(UInt16(0))
    for segment in segments {
      bytes += word(segment) + word(UInt32(5)) + word(tableEnd) + word(UInt64(0x400000))
      bytes += word(UInt64(0x400000)) + word(UInt64(16 * tags.count))
      bytes += word(UInt64(16 * tags.count)) + word(UInt64(0x1000))
    }
    for tag in tags { bytes += word(tag) + word(UInt64(1)) }
    return bytes + tail
  }

  private func word(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
