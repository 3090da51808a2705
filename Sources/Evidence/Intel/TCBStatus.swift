/// What Intel says about a state of firmware.
package enum TCBStatus: String, CaseIterable, Sendable {
  case upToDate = "UpToDate"
  case hardeningNeeded = "SWHardeningNeeded"
  case configurationNeeded = "ConfigurationNeeded"
  case configurationAndHardeningNeeded = "ConfigurationAndSWHardeningNeeded"
  case outOfDate = "OutOfDate"
  case outOfDateConfigurationNeeded = "OutOfDateConfigurationNeeded"
  case revoked = "Revoked"

  /// What speaks against evidence from `part` with this status.
  func findings(for part: String) -> [Finding] {
    func finding(_ reason: Finding.Reason, _ tier: TrustTier = .warning) -> Finding {
      Finding(reason, "\(part) is \(rawValue)", tier: tier)
    }
    return switch self {
    case .upToDate: []
    case .hardeningNeeded: [finding(.hardeningNeeded)]
    case .configurationNeeded: [finding(.configurationNeeded)]
    case .configurationAndHardeningNeeded:
      [finding(.configurationNeeded), finding(.hardeningNeeded)]
    case .outOfDate: [finding(.outOfDateTCB)]
    case .outOfDateConfigurationNeeded: [finding(.outOfDateTCB), finding(.configurationNeeded)]
    case .revoked: [finding(.revokedTCB, .contraindicated)]
    }
  }
}
