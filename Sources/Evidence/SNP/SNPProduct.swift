/// A family of AMD's processors, each with a root and a layout of firmware versions of its own.
package enum SNPProduct: String, CaseIterable, Sendable {
  case milan = "Milan"
  case genoa = "Genoa"
  case turin = "Turin"

  /// From a certificate's product name, in which a stepping may follow: `Milan-B0`.
  init?(certificateName name: String) {
    self.init(rawValue: String(name.prefix { $0 != "-" }))
  }

  /// From the combined family and model of CPUID, which reports of version 3 and later have.
  init?(family: UInt8, model: UInt8) {
    switch (family, model) {
    case (0x19, 0x00...0x0F): self = .milan
    case (0x19, 0x10...0x1F), (0x19, 0xA0...0xAF): self = .genoa
    case (0x1A, 0x00...0x1F): self = .turin
    default: return nil
    }
  }

  /// How many bytes name a chip in its certificate.
  var hardwareIdentityByteCount: Int { self == .turin ? 8 : 64 }
}
