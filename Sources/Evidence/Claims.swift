/// What a piece of evidence says, in the words in which policies ask for it.
package struct Claims: Hashable, Sendable {
  /// Measured values by name: `measurement`, `host-data`, `mrtd`, `rtmr0`, `pcr11` and so on.
  package let measurements: [String: [UInt8]]
  /// Versions of firmware by name: `bootloader`, `microcode`, `tdx-module` and so on.
  package let tcb: [String: Int]
  /// What tells this machine's hardware from any other, if it says so: two pieces of evidence with
  /// the same device have one root.
  package let device: [UInt8]?
  package let isDebug: Bool
  /// Notices of the vendor's that concern this firmware.
  package let advisories: [String]

  package init(
    measurements: [String: [UInt8]] = [:], tcb: [String: Int] = [:], device: [UInt8]? = nil,
    isDebug: Bool = false, advisories: [String] = []
  ) {
    self.measurements = measurements
    self.tcb = tcb
    self.device = device
    self.isDebug = isDebug
    self.advisories = advisories
  }
}
