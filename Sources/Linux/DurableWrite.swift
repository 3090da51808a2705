import CLinux

/// What must have reached the disk before a write counts as done.
package enum Durability: Sendable {
  /// The file and its directory entry survive a power failure (`fsync(2)` of both).
  case durable
  /// The file appears whole or not at all; a power failure may lose it.
  case atomic
}

extension FileDescriptor {
  /// Writes `bytes` to the file `name` of this directory so that a reader sees the old content or
  /// the whole new one: temporary file, `fsync(2)` where asked for, then `renameat(2)`.
  package func write(
    _ bytes: [UInt8], to name: String, permissions: UInt32 = 0o644, _ durability: Durability
  ) throws(SystemError) {
    let temporary = try createTemporary(beside: name, permissions: permissions)
    do throws(SystemError) {
      try temporary.file.writeAll(bytes)
      if durability == .durable { try temporary.file.synchronize() }
      try rename(temporary.name, to: name, in: self)
    } catch {
      // The first error is the one worth reporting; a left-over temporary file is harmless.
      try? removeFile(temporary.name)
      throw error
    }
    if durability == .durable { try synchronize() }
  }

  /// A new, empty file with a name that nobody else uses; the caller renames or removes it.
  package func createTemporary(
    beside name: String, permissions: UInt32
  ) throws(SystemError) -> TemporaryFile {
    while true {
      let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
      let temporary = ".\(name).\(suffix).tmp"
      do throws(SystemError) {
        let file = try open(
          temporary, [.writeOnly, .create, .exclusive], permissions: permissions)
        return TemporaryFile(name: temporary, file: file)
      } catch let error where error.code == EEXIST {
        continue
      }
    }
  }
}

/// A file being written before it gets its name.
package struct TemporaryFile: ~Copyable {
  package let name: String
  package let file: FileDescriptor
}
