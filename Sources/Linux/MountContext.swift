import CLinux

/// A file system being configured before it is mounted (`fsopen(2)`, `fsconfig(2)`).
package struct MountContext: ~Copyable {
  private let descriptor: FileDescriptor
  private let kind: String

  /// Begins a new instance of the file system `kind`, for example `tmpfs`.
  package init(_ kind: String) throws(SystemError) {
    self.kind = kind
    descriptor = FileDescriptor(
      adopting: try systemCall("fsopen", kind) { unsafe fsopen(kind, UInt32(FSOPEN_CLOEXEC)) })
  }

  /// Sets `key` to `value`, of which the kernel takes at most 255 bytes.
  package func set(_ key: String, _ value: String) throws(SystemError) {
    try systemCall("fsconfig", "\(kind) \(key)=\(value)") {
      unsafe fsconfig(
        descriptor.rawValue, FSCONFIG_SET_STRING.rawValue, key, value, 0)
    }
  }

  /// Sets the option `key`, which has no value.
  package func set(_ key: String) throws(SystemError) {
    try systemCall("fsconfig", "\(kind) \(key)") {
      unsafe fsconfig(descriptor.rawValue, FSCONFIG_SET_FLAG.rawValue, key, nil, 0)
    }
  }

  /// Creates the instance and a detached mount of it (`fsmount(2)`), which disappears with the
  /// returned descriptor unless it is attached.
  package consuming func mount(_ attributes: MountAttributes) throws(SystemError) -> FileDescriptor
  {
    try systemCall("fsconfig(create)", kind) {
      fsconfig(descriptor.rawValue, FSCONFIG_CMD_CREATE.rawValue, nil, nil, 0)
    }
    let number = try systemCall("fsmount", kind) {
      fsmount(descriptor.rawValue, UInt32(FSMOUNT_CLOEXEC), attributes.rawValue)
    }
    return FileDescriptor(adopting: number)
  }
}

/// What a mount forbids (`mount_setattr(2)`).
package struct MountAttributes: OptionSet, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// As every set has it; this one needs nothing of the runtime's tables, which a cell finds empty.
  package init(arrayLiteral elements: MountAttributes...) {
    rawValue = elements.reduce(0) { $0 | $1.rawValue }
  }

  package static let readOnly = MountAttributes(rawValue: UInt32(MOUNT_ATTR_RDONLY))
  package static let noDevices = MountAttributes(rawValue: UInt32(MOUNT_ATTR_NODEV))
  package static let noSetID = MountAttributes(rawValue: UInt32(MOUNT_ATTR_NOSUID))
  package static let noExecution = MountAttributes(rawValue: UInt32(MOUNT_ATTR_NOEXEC))
}
