extension InternetAddress {
  /// How far an address leads, by the special-purpose registries (RFC 6890, IANA).
  package enum Reach: Equatable, Sendable {
    /// The Internet.
    case everywhere
    /// Networks of their owner's (RFC 1918, 4193, 6598), and others that are assigned within a site.
    case site
    /// The very machine.
    case loopback
    /// The wire that a machine is on; clouds tell their machines secrets there.
    case link
    /// Many machines, or none.
    case noMachine
    /// An IPv4 address in an IPv6 one, which has to be written as what it is.
    case embedded
  }

  /// The first ranges that fit count.
  private static let ranges: [(prefix: [UInt8], bits: Int, reach: Reach)] = [
    ([0], 8, .noMachine), ([10], 8, .site), ([100, 64], 10, .site), ([127], 8, .loopback),
    ([169, 254], 16, .link), ([172, 16], 12, .site), ([192, 0, 0], 24, .site),
    ([192, 168], 16, .site), ([198, 18], 15, .site), ([224], 4, .noMachine), ([240], 4, .noMachine),
  ]
  private static let longRanges: [(prefix: [UInt8], bits: Int, reach: Reach)] = [
    ([UInt8](repeating: 0, count: 16), 128, .noMachine),
    ([UInt8](repeating: 0, count: 15) + [1], 128, .loopback),
    // Mapped, and their deprecated predecessors; translated (RFC 6052, 8215); 6to4; Teredo.
    ([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF], 96, .embedded),
    ([UInt8](repeating: 0, count: 12), 96, .embedded),
    ([0, 0x64, 0xFF, 0x9B], 32, .embedded), ([0x20, 0x02], 16, .embedded),
    ([0x20, 0x01, 0, 0], 32, .embedded),
    // Where Amazon's machines ask for their secrets over IPv6.
    ([0xFD, 0x00, 0x0E, 0xC2], 32, .link), ([0xFC], 7, .site), ([0xFE, 0x80], 10, .link),
    ([0xFE, 0xC0], 10, .site), ([0xFF], 8, .noMachine), ([0x20], 3, .everywhere),
    // Nothing else is assigned.
    ([], 0, .noMachine),
  ]

  package var reach: Reach {
    (isIPv4 ? Self.ranges : Self.longRanges).first { isWithin($0.prefix, $0.bits) }?.reach
      ?? .everywhere
  }

  private func isWithin(_ prefix: [UInt8], _ bits: Int) -> Bool {
    for (index, byte) in prefix.enumerated() {
      let relevant = min(8, max(0, bits - 8 * index))
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> relevant)
      if bytes[index] & mask != byte & mask { return false }
    }
    return true
  }
}
