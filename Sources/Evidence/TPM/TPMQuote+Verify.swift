package import Crypto

extension TPMQuote {
  /// What speaks against `signature` being `key`'s of this quote.
  package func findings(signature: TPMSignature, by key: VerificationKey) -> [Finding] {
    guard signature.isValid(for: bytes, by: key) else {
      return [Finding(.signature, "the quote was not signed by the attestation key")]
    }
    return []
  }

  /// The one bank that was quoted, and what speaks against it.
  private var bank: (selection: Selection, hash: HashAlgorithm)? {
    guard selections.count == 1, let hash = selections[0].bank.hash else { return nil }
    return (selections[0], hash)
  }

  /// What speaks against `registers` being the quoted values: those of the selection, ascending, one
  /// after the other.
  ///
  /// - Parameter hash: the signature's, with which the TPM hashed the values.
  package func findings(registers: [UInt8], hash: HashAlgorithm) -> [Finding] {
    var findings: [Finding] = []
    for selection in selections where selection.bank.hash == nil {
      findings.append(Finding(.weakBank, "registers of the bank \(selection.bank)"))
    }
    let expected = selections.reduce(0) { sum, selection in
      sum + selection.registers.count * (selection.bank.hash?.byteCount ?? 20)
    }
    if registers.count != expected || expected == 0 {
      findings.append(
        Finding(.registers, "\(registers.count) bytes of registers, the quote is of \(expected)"))
    } else if hash.hash(registers) != registerDigest {
      findings.append(Finding(.registers, "the registers are not those that were quoted"))
    }
    return findings
  }

  /// The quoted values by register, for a quote of exactly one bank that holds; empty otherwise.
  package func values(_ registers: [UInt8]) -> [Int: [UInt8]] {
    guard let (selection, hash) = bank,
      registers.count == selection.registers.count * hash.byteCount
    else { return [:] }
    var values: [Int: [UInt8]] = [:]
    for (index, register) in selection.registers.enumerated() {
      let start = index * hash.byteCount
      values[register] = Array(registers[start..<(start + hash.byteCount)])
    }
    return values
  }

  /// What speaks against `log` having led to the quoted values. Registers about which the log says
  /// nothing are not judged: others than the firmware extend them.
  package func findings(log: EventLog, registers: [UInt8]) -> [Finding] {
    guard let (_, hash) = bank else {
      return [Finding(.eventLog, "the quote is of several banks or of a weak one")]
    }
    do throws(EvidenceError) {
      let replayed = try log.replay(hash)
      return values(registers).sorted { $0.key < $1.key }.compactMap { register, value in
        guard let expected = replayed[register], expected != value else { return nil }
        return Finding(.eventLog, "the log does not lead to register \(register)")
      }
    } catch {
      return [Finding(.eventLog, error.detail)]
    }
  }
}
