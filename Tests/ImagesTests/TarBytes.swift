/// A tar archive written byte by byte, so that it can say what no honest tool would.
struct TarBytes {
  private(set) var bytes: [UInt8] = []

  /// Adds an entry.
  ///
  /// - Parameters:
  ///   - type: `0` file, `1` hard link, `2` symbolic link, `3` device, `5` directory, `6` FIFO.
  ///   - size: what the header says; the content's length where nil.
  ///   - attributes: pax records that precede the entry.
  mutating func add(
    _ name: String, type: Character = "0", link: String = "", content: [UInt8] = [],
    size: Int64? = nil, mode: Int = 0o644, time: Int64 = 0, attributes: [(String, String)] = []
  ) {
    if !attributes.isEmpty {
      let records = attributes.flatMap { Self.record($0.0, $0.1) }
      addHeader("pax", type: "x", size: Int64(records.count))
      addContent(records)
    }
    if name.utf8.count > 100 { addLong(name, type: "L") }
    if link.utf8.count > 100 { addLong(link, type: "K") }
    addHeader(
      String(name.prefix(100)), type: type, link: String(link.prefix(100)),
      size: size ?? Int64(content.count), mode: mode, time: time)
    addContent(content)
  }

  /// The archive with its end mark.
  var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 1_024) }

  private mutating func addLong(_ name: String, type: Character) {
    addHeader("././@LongLink", type: type, size: Int64(name.utf8.count + 1))
    addContent(Array(name.utf8) + [0])
  }

  private mutating func addContent(_ content: [UInt8]) {
    bytes += content
    bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  private mutating func addHeader(
    _ name: String, type: Character, link: String = "", size: Int64, mode: Int = 0o644,
    time: Int64 = 0
  ) {
    var block = field(name, 100) + octal(Int64(mode), 8) + octal(0, 8) + octal(0, 8)
    block += octal(size, 12) + octal(time, 12) + Array("        ".utf8)
    block += Array(String(type).utf8) + field(link, 100) + Array("ustar\u{0}00".utf8)
    block += field("", 64) + octal(0, 8) + octal(0, 8) + field("", 167)
    let sum = block.reduce(0) { $0 + Int64($1) }
    block.replaceSubrange(148..<155, with: octal(sum, 7))
    bytes += block
  }

  private func field(_ text: String, _ length: Int) -> [UInt8] {
    Array(text.utf8) + [UInt8](repeating: 0, count: length - text.utf8.count)
  }

  private func octal(_ value: Int64, _ length: Int) -> [UInt8] {
    let digits = Array(String(value, radix: 8).utf8)
    if digits.count < length {
      return [UInt8](repeating: UInt8(ascii: "0"), count: length - 1 - digits.count) + digits + [0]
    }
    // GNU's form for large numbers: the top bit set, then the number itself.
    let number = (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
    return [0x80] + [UInt8](repeating: 0, count: length - 9) + number
  }

  private static func record(_ name: String, _ value: String) -> [UInt8] {
    let rest = " \(name)=\(value)\n"
    var length = rest.utf8.count
    while "\(length)".utf8.count + rest.utf8.count != length {
      length = "\(length)".utf8.count + rest.utf8.count
    }
    return Array("\(length)\(rest)".utf8)
  }
}
