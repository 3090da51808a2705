import CLinux

/// An IPv4 or IPv6 address without a zone.
package struct InternetAddress: Hashable, Sendable {
  /// 4 or 16, in network order.
  package let bytes: [UInt8]

  /// Nil unless there are 4 or 16 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// Reads `192.0.2.1` (four decimal numbers without leading zeros) or an IPv6 address in any of
  /// its spellings (`inet_pton(3)`); nil for everything else, names included.
  package init?(_ text: String) {
    var buffer = [UInt8](repeating: 0, count: 16)
    guard !text.utf8.contains(0) else { return nil }
    let count = unsafe assay_parse_address(text, &buffer)
    guard count > 0 else { return nil }
    bytes = Array(buffer.prefix(Int(count)))
  }

  private init(fixed bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// `0.0.0.0`
  package static let unspecified = InternetAddress(fixed: [0, 0, 0, 0])
  /// `127.0.0.1`
  package static let loopback = InternetAddress(fixed: [127, 0, 0, 1])

  package var isIPv4: Bool { bytes.count == 4 }
}

extension InternetAddress: CustomStringConvertible {
  /// The one spelling that every address has: the shortest, in lower case (RFC 5952).
  package var description: String {
    let text = unsafe [CChar](unsafeUninitializedCapacity: 64) { buffer, count in
      if let start = buffer.baseAddress {
        unsafe assay_format_address(bytes, UInt32(bytes.count), start, 64)
        count = unsafe strlen(start)
      }
    }
    return String(decoding: text.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
