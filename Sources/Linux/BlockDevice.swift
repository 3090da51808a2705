import CLinux

/// A whole disk by the kernel's numbers.
package struct BlockDevice: Hashable, Sendable, CustomStringConvertible {
  package let major: UInt64
  package let minor: UInt64

  package init(major: UInt64, minor: UInt64) {
    self.major = major
    self.minor = minor
  }

  /// As in `254:0`.
  package var description: String { "\(major):\(minor)" }
}

/// Where the bytes of a file are kept.
package enum FileStorage: Equatable, Sendable {
  case memory
  case device(BlockDevice)
  /// On something that is no single disk: a network, or a file system of several disks.
  case elsewhere
}

extension FileDescriptor {
  /// Where this file is kept (`fstat(2)`, `/sys/dev/block`).
  package func storage() throws(SystemError) -> FileStorage {
    let number = try status().device
    let device = BlockDevice(
      major: number >> 8 & 0xFFF | number >> 32 & ~0xFFF,
      minor: number & 0xFF | number >> 12 & ~0xFF)
    if device.major == 0 { return try isInMemory() ? .memory : .elsewhere }
    return .device(try device.wholeDisk())
  }

  private func isInMemory() throws(SystemError) -> Bool {
    var raw = statfs()
    try systemCall("fstatfs") { unsafe fstatfs(rawValue, &raw) }
    // TMPFS_MAGIC and RAMFS_MAGIC (linux/magic.h).
    return [0x0102_1994, 0x8584_58F6].contains(Int(raw.f_type))
  }
}

extension BlockDevice {
  /// The disk that a partition is on; a disk itself.
  fileprivate func wholeDisk() throws(SystemError) -> BlockDevice {
    let directory = "/sys/dev/block/\(self)"
    do throws(SystemError) {
      _ = try FileDescriptor.open("\(directory)/partition", .path)
    } catch let error where error.isNotFound {
      return self
    }
    let text = try FileDescriptor.open("\(directory)/../dev", .readOnly).readAll(limit: 64)
    let numbers = String(decoding: text, as: UTF8.self).split { $0 == ":" || $0.isWhitespace }
      .compactMap { UInt64($0) }
    guard numbers.count == 2 else {
      throw SystemError("read a device number", directory, code: EBADMSG)
    }
    return BlockDevice(major: numbers[0], minor: numbers[1])
  }
}
