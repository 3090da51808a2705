extension IntelQuote {
  /// What this quote says, in the words of policies.
  func claims(of platform: PlatformCertificate, advisories: [String]) -> Claims {
    var tcb = ["pce": platform.pceSVN]
    for (index, version) in platform.components.enumerated() { tcb["sgx\(index + 1)"] = version }
    switch body {
    case .enclave(let report):
      tcb["enclave"] = Int(report.version)
      return Claims(
        measurements: ["mrenclave": report.enclave, "mrsigner": report.signer], tcb: tcb,
        device: platform.platform, isDebug: report.isDebug, advisories: advisories)
    case .domain(let report):
      for (index, version) in report.moduleTCB.enumerated() {
        tcb["tdx\(index + 1)"] = Int(version)
      }
      var measurements = [
        "mrtd": report.initial, "mrseam": report.module, "mrconfigid": report.configuration,
        "mrowner": report.owner, "mrownerconfig": report.ownerConfiguration,
      ]
      for (index, value) in report.registers.enumerated() { measurements["rtmr\(index)"] = value }
      return Claims(
        measurements: measurements, tcb: tcb, device: platform.platform, isDebug: report.isDebug,
        advisories: advisories)
    }
  }
}
