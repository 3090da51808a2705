package import Crypto

/// One thing that speaks against a piece of evidence.
package struct Finding: Hashable, Sendable, CustomStringConvertible {
  /// Stable names: they appear in reports.
  package enum Reason: String, CaseIterable, Sendable {
    /// The bytes do not have the format of their kind.
    case malformed
    /// A version or algorithm that this verifier does not know.
    case unsupported
    /// The evidence was not signed by the key that vouches for it.
    case signature
    /// That key is not bound to the one that its certificate speaks of.
    case keyBinding = "key-binding"
    /// A key that is neither pinned nor certified by a pinned root.
    case untrustedKey = "untrusted-key"
    case untrustedRoot = "untrusted-root"
    case certificateSignature = "certificate-signature"
    case certificateNotYetValid = "certificate-not-yet-valid"
    case certificateExpired = "certificate-expired"
    case certificateRevoked = "certificate-revoked"
    case certificateInvalid = "certificate-invalid"
    case revocationUnknown = "revocation-unknown"
    case staleRevocationList = "stale-revocation-list"
    /// The certificate belongs to another chip, product, role, or state of its firmware.
    case endorsementMismatch = "endorsement-mismatch"
    /// What the vendor says about its products is not signed by the vendor.
    case collateralSignature = "collateral-signature"
    /// What the vendor says is from before or after the stated time.
    case staleCollateral = "stale-collateral"
    /// Nothing of what the vendor says was handed in.
    case collateralMissing = "collateral-missing"
    /// What the vendor says is about other hardware.
    case foreignCollateral = "foreign-collateral"
    /// The quoting enclave is not the vendor's.
    case quotingEnclave = "quoting-enclave"
    /// The firmware module under the guest is not one that the vendor knows.
    case moduleIdentity = "module-identity"
    /// The vendor knows no such state of firmware, or a newer one than it has.
    case unknownTCB = "tcb-unknown"
    case revokedTCB = "tcb-revoked"
    case outOfDateTCB = "tcb-out-of-date"
    /// The vendor asks for a safer configuration.
    case configurationNeeded = "configuration-needed"
    /// The vendor asks software to protect itself.
    case hardeningNeeded = "hardening-needed"
    /// Somebody can read or change the guest's memory.
    case debug
    /// Faults in the guest's page tables can be provoked unseen.
    case pageFaultsNotDisabled = "sept-ve-not-disabled"
    /// Report data that does not bind the session keys, the runtime and the nonce.
    case reportData = "report-data"
    /// A bank of registers whose hash no longer holds, SHA-1 above all.
    case weakBank = "weak-bank"
    /// The registers are not what was quoted.
    case registers
    /// The event log does not lead to the registers.
    case eventLog = "event-log"
    /// No register holds the runtime that the session's keys are bound to, so that the TPM says
    /// nothing of who holds these keys.
    case runtimeNotMeasured = "runtime-not-measured"
    /// A value that the policy does not know.
    case measurement
    /// Firmware below the policy's minimum.
    case minimumTCB = "tcb-below-minimum"
  }

  package let reason: Reason
  /// The best tier that evidence with this finding can have.
  package let tier: TrustTier
  /// What was found and expected, for people.
  package let detail: String

  package init(_ reason: Reason, _ detail: String, tier: TrustTier = .contraindicated) {
    self.reason = reason
    self.tier = tier
    self.detail = detail
  }

  package var description: String { "\(reason.rawValue) (\(tier.rawValue)): \(detail)" }

  /// A chain's refusal, seen from the evidence that rests on `certificate`.
  package init(_ refusal: ChainRefusal, of certificate: String) {
    self.init(Self.reason(of: refusal.reason), "\(certificate), \(refusal.detail)")
  }

  private static func reason(of reason: ChainRefusal.Reason) -> Reason {
    switch reason {
    case .untrustedRoot: .untrustedRoot
    case .signature: .certificateSignature
    case .notYetValid: .certificateNotYetValid
    case .expired: .certificateExpired
    case .revoked: .certificateRevoked
    case .revocationUnknown: .revocationUnknown
    case .staleRevocationList: .staleRevocationList
    case .invalid: .certificateInvalid
    }
  }
}

extension Finding {
  static let unboundReportData = Finding(
    .reportData, "the report data does not bind the session keys, the runtime and the nonce")
}
