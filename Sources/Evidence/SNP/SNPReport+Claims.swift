extension SNPReport {
  /// What this report says, in the words of policies.
  package func claims(of product: SNPProduct) throws(EvidenceError) -> Claims {
    Claims(
      measurements: [
        "measurement": measurement, "host-data": hostData, "id-key-digest": idKeyDigest,
        "author-key-digest": authorKeyDigest, "vmpl": [UInt8(truncatingIfNeeded: vmpl)],
      ],
      tcb: try SNPFirmware(reportedTCB, of: product).versions,
      device: chipID.allSatisfy { $0 == 0 } ? nil : chipID,
      isDebug: allowsDebug || allowsMigrationAgent)
  }
}
