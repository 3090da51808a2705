/// The functions that a 64-bit little-endian ELF object defines (System V ABI, chapter 4).
struct ObjectSymbols {
  struct Function {
    let name: String
    let isWeak: Bool
  }

  let functions: [Function]
  /// Names that the object refers to and does not define.
  let references: [String]

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
    func name(of symbol: Int) -> String {
      String(
        decoding: bytes[(names + number(symbol, 4))...].prefix { $0 != 0 }, as: UTF8.self)
    }
    let all = (0..<(number(symbols + 0x20, 8) / 24)).map { start + $0 * 24 }
    // Low half of st_info: 2 is a function; section 0: only referred to, not defined here.
    functions = all.filter { bytes[$0 + 4] & 15 == 2 && number($0 + 6, 2) != 0 }
      .map { Function(name: name(of: $0), isWeak: bytes[$0 + 4] >> 4 == 2) }
    references = all.filter { number($0 + 6, 2) == 0 }.map(name).filter { !$0.isEmpty }
  }
}
