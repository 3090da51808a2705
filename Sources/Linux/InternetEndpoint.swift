/// An address and a port.
package struct InternetEndpoint: Hashable, Sendable, CustomStringConvertible {
  package let address: InternetAddress
  package let port: UInt16

  package init(_ address: InternetAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  /// `192.0.2.1:443` or `[2001:db8::1]:443`.
  package var description: String {
    address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
  }
}

extension InternetEndpoint: Comparable {
  /// IPv4 first, then by the bytes of the address, then by port.
  package static func < (left: InternetEndpoint, right: InternetEndpoint) -> Bool {
    let (a, b) = (left.address.bytes, right.address.bytes)
    if a.count != b.count { return a.count < b.count }
    if a != b { return a.lexicographicallyPrecedes(b) }
    return left.port < right.port
  }
}

extension InternetEndpoint {
  /// Reads `127.0.0.1:7080` or `[::1]:7080`; nil for everything else, names included.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    let front = text[..<colon]
    let isBracketed = front.hasPrefix("[") && front.hasSuffix("]") && front.count > 2
    guard let address = InternetAddress(String(isBracketed ? front.dropFirst().dropLast() : front)),
      address.isIPv4 != isBracketed
    else { return nil }
    self.init(address, port: port)
  }
}
