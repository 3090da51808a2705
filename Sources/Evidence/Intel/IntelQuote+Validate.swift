import Content

/// What comparing a quote with Intel's documents showed.
struct IntelStanding {
  var findings: [Finding] = []
  var advisories: [String] = []

  mutating func add(_ status: TCBStatus, _ advisories: [String], of part: String) {
    findings += status.findings(for: part)
    self.advisories += advisories.filter { !self.advisories.contains($0) }
  }
}

extension IntelQuote {
  /// How Intel, by documents whose signatures are checked elsewhere, judges this quote's platform,
  /// its quoting enclave and its TDX module.
  func standing(
    of platform: PlatformCertificate, by collateral: IntelCollateral, at time: Timestamp
  ) -> IntelStanding {
    var standing = IntelStanding()
    let (info, identity) = (collateral.info, collateral.identity)
    standing.findings += info.dates.findings(at: time, called: "TCB info")
    standing.findings += identity.dates.findings(at: time, called: "QE identity")
    let names: [IntelQuoteHeader.Technology: String] = [.sgx: "QE", .tdx: "TD_QE"]
    if info.technology != header.technology || identity.name != names[header.technology] {
      standing.findings.append(
        Finding(.foreignCollateral, "it is for \(info.technology) and \(identity.name)"))
    }
    if info.fmspc != platform.fmspc || info.pceID != platform.pceID {
      standing.findings.append(
        Finding(
          .foreignCollateral,
          "TCB info for FMSPC \(info.fmspc.hexadecimal), the platform has \(platform.fmspc.hexadecimal)"
        ))
    }
    judgePlatform(platform, info, &standing)
    judgeEnclave(identity, &standing)
    if case .domain(let domain) = body { judgeModule(of: domain, info, &standing) }
    return standing
  }

  private func judgePlatform(
    _ platform: PlatformCertificate, _ info: TCBInfo, _ standing: inout IntelStanding
  ) {
    let domain: [UInt8]? = if case .domain(let report) = body { report.moduleTCB } else { nil }
    guard let level = info.level(of: platform, domain: domain) else {
      standing.findings.append(
        Finding(.unknownTCB, "the platform's firmware reaches no level that Intel knows"))
      return
    }
    standing.add(level.status, level.advisories, of: "the platform's firmware")
  }

  private func judgeEnclave(_ identity: EnclaveIdentity, _ standing: inout IntelStanding) {
    let report = signature.enclaveReport
    let differences = identity.differences(from: report)
    if !differences.isEmpty {
      standing.findings.append(
        Finding(.quotingEnclave, "not Intel's: \(differences.joined(separator: ", ")) differ"))
    }
    guard let level = identity.levels.first(where: { Int(report.version) >= $0.version }) else {
      standing.findings.append(
        Finding(.unknownTCB, "the quoting enclave's version \(report.version) is unknown"))
      return
    }
    standing.add(level.status, level.advisories, of: "the quoting enclave")
  }

  private func judgeModule(
    of domain: DomainReport, _ info: TCBInfo, _ standing: inout IntelStanding
  ) {
    let (version, major) = (Int(domain.moduleTCB[0]), domain.moduleTCB[1])
    let name = "TDX_" + [major].hexadecimal
    let identity =
      major == 0
      ? info.module : info.modules.first { $0.name?.lowercased() == name.lowercased() }
    guard let identity, identity.matches(domain) else {
      standing.findings.append(
        Finding(.moduleIdentity, "Intel knows no TDX module \(name) with this signer"))
      return
    }
    guard major > 0 else { return }
    guard let level = identity.levels.first(where: { version >= $0.version }) else {
      standing.findings.append(
        Finding(.unknownTCB, "version \(version) of the TDX module \(name) is unknown"))
      return
    }
    standing.add(level.status, level.advisories, of: "the TDX module")
  }
}
