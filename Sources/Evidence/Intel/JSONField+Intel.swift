import Content

extension JSONField {
  /// Exactly `count` bytes in hexadecimal of either case, as Intel writes it.
  func vendorHexadecimal(count: Int) throws(FieldError) -> [UInt8] {
    guard let bytes = Hexadecimal.decode(try string().lowercased()), bytes.count == count else {
      throw expected("\(2 * count) hexadecimal digits")
    }
    return bytes
  }

  /// Versions fit in 16 bits.
  func version() throws(FieldError) -> Int { Int(try integer(in: 0...65535)) }

  func tcbStatus() throws(FieldError) -> TCBStatus { try choice(of: TCBStatus.self) }

  func advisories() throws(FieldError) -> [String] {
    let list = try optional { field throws(FieldError) in try field.elements(atMost: 256) }
    var texts: [String] = []
    for field in list ?? [] { texts.append(try field.string()) }
    return texts
  }
}
