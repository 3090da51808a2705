/// The functions that a 64-bit little-endian ELF object defines (System V ABI, chapter 4).
struct ObjectSymbols {
  struct Function {
    let name: String
    let isWeak: Bool
  }

  let functions: [Function]

  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]) else { return nil }
    func number(_ offset: Int, _ size: Int) -> Int {
      bytes[offset..<(offset + size)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let table = number(0x28, 8)
    let count = number(0x3c, 2)
    // Type 2 is the symbol table; its link is the section of the names.
    let sections = (0..<count).map { table + $0 * 64 }
    guard let symbols = sections.first(where: { number($0 + 4, 4) == 2 }) else { return nil }
    let names = number(sections[number(symbols + 0x28, 4)] + 0x18, 8)
    let start = number(symbols + 0x18, 8)
    functions = (0..<(number(symbols + 0x20, 8) / 24)).compactMap { index in
      let symbol = start + index * 24
      // Low half of st_info: 2 is a function; section 0: only referred to, not defined here.
      guard bytes[symbol + 4] & 15 == 2, number(symbol + 6, 2) != 0 else { return nil }
      let name = bytes[(names + number(symbol, 4))...].prefix { $0 != 0 }
      return Function(
        name: String(decoding: name, as: UTF8.self), isWeak: bytes[symbol + 4] >> 4 == 2)
    }
  }
}
