import CTss2
import Evidence

/// Registers of the SHA-256 bank, of which the first 24 exist on every PC.
package struct RegisterSelection: Hashable, Sendable {
  /// Ascending, from 0 to 23, none twice.
  package let registers: [Int]

  /// Nil for an empty selection, or one beyond register 23.
  package init?(_ registers: some Sequence<Int>) {
    let unique = Set(registers)
    guard !unique.isEmpty, unique.allSatisfy({ (0..<24).contains($0) }) else { return nil }
    self.registers = unique.sorted()
  }

  init(one register: Int) {
    registers = [register]
  }

  /// As a TPM takes it: one bank, three bytes of bits.
  func list() throws(EvidenceError) -> TPML_PCR_SELECTION {
    var bits: [UInt8] = [0, 0, 0]
    for register in registers { bits[register / 8] |= 1 << (register % 8) }
    var list = TPML_PCR_SELECTION()
    unsafe try Marshalling.read(
      [0, 0, 0, 1] + Marshalling.big(TPMAlgorithm.sha256.rawValue) + [3] + bits, into: &list
    ) { unsafe Tss2_MU_TPML_PCR_SELECTION_Unmarshal($0, $1, $2, $3) }
    return list
  }
}
