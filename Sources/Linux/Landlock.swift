import CLinux

/// Rules by which a process restricts itself (`landlock(7)`).
package struct Landlock: ~Copyable {
  package let descriptor: FileDescriptor

  /// The version of the interface that this kernel has; nil if it has none or it is switched off.
  package static var version: Int? {
    let version = assay_landlock_abi()
    return version > 0 ? Int(version) : nil
  }

  /// Begins rules that deny everything of `files`, `network` and `scopes` which is not allowed
  /// later. The bits are the kernel's own; 0 leaves a matter unrestricted.
  package init(files: UInt64, network: UInt64, scopes: UInt64) throws(SystemError) {
    var rules = assay_landlock_ruleset(
      handled_files: files, handled_network: network, scoped: scopes)
    // A kernel refuses a structure longer than it knows unless the rest is 0; so always whole.
    let number = try systemCall("landlock_create_ruleset") {
      unsafe assay_landlock_create(&rules, MemoryLayout<assay_landlock_ruleset>.size)
    }
    descriptor = FileDescriptor(adopting: number)
  }

  /// Allows `access` to all that lies at or below the open file.
  package func allow(_ access: UInt64, at file: borrowing FileDescriptor) throws(SystemError) {
    let number = file.rawValue
    try systemCall("landlock_add_rule") {
      assay_landlock_allow(descriptor.rawValue, number, access)
    }
  }

  /// Allows `access` to TCP ports of that number, whatever the address.
  package func allow(_ access: UInt64, toPort port: UInt16) throws(SystemError) {
    try systemCall("landlock_add_rule") {
      assay_landlock_allow_port(descriptor.rawValue, UInt64(port), access)
    }
  }

  /// Puts the rules on this process for good; it must have refused new privileges.
  package static func restrict(_ rules: Int32) throws(SystemError) {
    try systemCall("landlock_restrict_self") { assay_landlock_restrict(rules) }
  }
}
