/// What is asked of evidence beyond being genuine.
package struct Requirement: Hashable, Sendable {
  /// The worst tier that is accepted.
  package let tier: TrustTier
  /// Allowed values by the name of a claim; evidence must have each, with one of its values.
  package let measurements: [String: Set<[UInt8]>]
  /// Smallest versions by the name of a part of the firmware.
  package let minimumTCB: [String: Int]
  package let allowsDebug: Bool

  package init(
    tier: TrustTier = .affirming, measurements: [String: Set<[UInt8]>] = [:],
    minimumTCB: [String: Int] = [:], allowsDebug: Bool = false
  ) {
    self.tier = tier
    self.measurements = measurements
    self.minimumTCB = minimumTCB
    self.allowsDebug = allowsDebug
  }

  /// What in `claims` does not fulfil this requirement.
  package func findings(in claims: Claims) -> [Finding] {
    var findings: [Finding] = []
    if claims.isDebug {
      findings.append(
        Finding(
          .debug, "made in debug mode, in which the guest's memory can be read and changed",
          tier: allowsDebug ? .warning : .contraindicated))
    }
    for (name, allowed) in measurements.sorted(by: { $0.key < $1.key }) {
      guard let value = claims.measurements[name] else {
        findings.append(Finding(.measurement, "it says nothing about \(name)"))
        continue
      }
      if !allowed.contains(value) {
        findings.append(
          Finding(
            .measurement, "\(name) is \(value.hexadecimal), which is not among the allowed values"))
      }
    }
    for (name, minimum) in minimumTCB.sorted(by: { $0.key < $1.key }) {
      let value = claims.tcb[name]
      if value ?? -1 < minimum {
        let found = value.map { "\($0)" } ?? "not stated"
        findings.append(Finding(.minimumTCB, "\(name) is \(found), at least \(minimum) is needed"))
      }
    }
    return findings
  }
}
