import CLinux

/// What the kernel says of a file (`struct stat`).
package struct FileStatus: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case regular, directory, symbolicLink, fifo, socket, device
  }

  package let kind: Kind
  /// Apparent size in bytes; holes count.
  package let size: Int64
  /// Permission bits, set-id bits included.
  package let mode: UInt32
  package let owner: UInt32
  package let group: UInt32
  package let links: UInt64
  package let device: UInt64
  package let inode: UInt64
  package let modificationTime: FileTime
  /// When content or status last changed; no program can set it.
  package let changeTime: FileTime

  /// Status of the open file `number` (`fstat(2)`).
  init(of number: Int32) throws(SystemError) {
    var raw = stat()
    try systemCall("fstat") { unsafe fstat(number, &raw) }
    self.init(raw)
  }

  /// Status of what `path` leads to, symbolic links followed (`stat(2)`).
  package init(ofPath path: String) throws(SystemError) {
    var raw = stat()
    try systemCall("stat", path) { unsafe stat(path, &raw) }
    self.init(raw)
  }

  init(_ raw: stat) {
    kind =
      switch raw.st_mode & 0o170000 {  // S_IFMT, which Swift imports signed
      case 0o100000: .regular
      case 0o040000: .directory
      case 0o120000: .symbolicLink
      case 0o010000: .fifo
      case 0o140000: .socket
      default: .device
      }
    size = Int64(raw.st_size)
    mode = raw.st_mode & 0o7777
    owner = raw.st_uid
    group = raw.st_gid
    links = UInt64(raw.st_nlink)
    device = UInt64(raw.st_dev)
    inode = UInt64(raw.st_ino)
    modificationTime = FileTime(raw.st_mtim)
    changeTime = FileTime(raw.st_ctim)
  }
}
