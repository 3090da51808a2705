/// Security versions of the parts of an AMD processor's firmware: TCB_VERSION of the SEV-SNP
/// firmware ABI (publication 56860, section 2.2).
package struct SNPFirmware: Hashable, Sendable {
  /// Turin and later only.
  package let fmc: UInt8?
  package let bootloader: UInt8
  package let tee: UInt8
  package let snp: UInt8
  package let microcode: UInt8

  package init(fmc: UInt8? = nil, bootloader: UInt8, tee: UInt8, snp: UInt8, microcode: UInt8) {
    self.fmc = fmc
    self.bootloader = bootloader
    self.tee = tee
    self.snp = snp
    self.microcode = microcode
  }

  /// Eight bytes as a report has them; what they mean depends on the product.
  package init(_ bytes: [UInt8], of product: SNPProduct) throws(EvidenceError) {
    guard bytes.count == 8 else {
      throw EvidenceError(.malformed, "a TCB version has 8 bytes, this one \(bytes.count)")
    }
    let reserved = product == .turin ? bytes[4...6] : bytes[2...5]
    guard reserved.allSatisfy({ $0 == 0 }) else {
      throw EvidenceError(.malformed, "reserved bytes of a TCB version are set")
    }
    switch product {
    case .milan, .genoa:
      self.init(bootloader: bytes[0], tee: bytes[1], snp: bytes[6], microcode: bytes[7])
    case .turin:
      self.init(
        fmc: bytes[0], bootloader: bytes[1], tee: bytes[2], snp: bytes[3], microcode: bytes[7])
    }
  }

  /// By the names that policies use.
  package var versions: [String: Int] {
    var versions = [
      "bootloader": Int(bootloader), "tee": Int(tee), "snp": Int(snp), "microcode": Int(microcode),
    ]
    versions["fmc"] = fmc.map { Int($0) }
    return versions
  }
}
