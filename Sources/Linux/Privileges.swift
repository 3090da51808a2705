import CLinux

/// What this process may do beyond its user's rights (`capabilities(7)`, `prctl(2)`).
package enum Privileges {
  /// Becomes `user` and `group` for good, real, effective and saved (`setresuid(2)`).
  package static func become(user: UInt32, group: UInt32) throws(SystemError) {
    try systemCall("setresgid") { setresgid(group, group, group) }
    try systemCall("setresuid") { setresuid(user, user, user) }
  }

  /// No program started from here ever has a capability, whatever its file says
  /// (`PR_CAPBSET_DROP` for each one that the kernel knows).
  package static func emptyBoundingSet() throws(SystemError) {
    for capability in UInt(0)..<64 {
      do throws(SystemError) {
        try systemCall("prctl(PR_CAPBSET_DROP)") {
          assay_prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
        }
      } catch let error where error.code == EINVAL {
        return  // one past the last that this kernel has
      }
    }
  }

  /// Gives up every capability of this process (`capset(2)`).
  package static func dropCapabilities() throws(SystemError) {
    try systemCall("capset") { assay_set_capabilities(0) }
  }

  /// The effective capabilities, bit n standing for number n (`capget(2)`).
  package static func effectiveCapabilities() throws(SystemError) -> UInt64 {
    var capabilities: UInt64 = 0
    try systemCall("capget") { unsafe assay_effective_capabilities(&capabilities) }
    return capabilities
  }

  /// Whether we may mount and map users at will: CAP_SYS_ADMIN, CAP_SETUID and CAP_SETGID, by their
  /// numbers.
  package static var areFull: Bool {
    let needed: UInt64 = 1 << 21 | 1 << 7 | 1 << 6
    guard let capabilities = try? effectiveCapabilities() else { return false }
    return capabilities & needed == needed
  }

  /// Executing a file never adds privileges from here on (`PR_SET_NO_NEW_PRIVS`).
  package static func refuseNew() throws(SystemError) {
    try systemCall("prctl(PR_SET_NO_NEW_PRIVS)") { assay_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) }
  }

  /// The user number of this process (`geteuid(2)`).
  package static var user: UInt32 { geteuid() }

  /// The group number of this process (`getegid(2)`).
  package static var group: UInt32 { getegid() }
}
