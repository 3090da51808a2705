/// Builds the bytes of one message: numbers little-endian, lists and strings with their length in
/// front (UInt32).
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write<Number: FixedWidthInteger>(_ number: Number) {
    var rest = number
    for _ in 0..<(Number.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest = Number.bitWidth > 8 ? rest >> 8 : 0
    }
  }

  mutating func write(_ flag: Bool) {
    bytes.append(flag ? 1 : 0)
  }

  mutating func write(_ raw: [UInt8]) {
    write(UInt32(raw.count))
    bytes += raw
  }

  mutating func write(_ text: String) {
    write(Array(text.utf8))
  }

  mutating func write<Element>(
    list: [Element], _ element: (inout WireWriter, Element) -> Void
  ) {
    write(UInt32(list.count))
    for item in list { element(&self, item) }
  }
}
