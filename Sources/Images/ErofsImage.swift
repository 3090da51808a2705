import Content
import Linux

/// A root file system as one EROFS file: directory order, inode numbers and times are then part of
/// its bytes, and the same on every machine.
enum ErofsImage {
  /// From erofs-utils; found on `PATH`.
  private static let program = "mkfs.erofs"
  /// Where the superblock lies, and how it begins (`EROFS_SUPER_OFFSET`, `EROFS_SUPER_MAGIC_V1`).
  private static let superblockOffset: Int64 = 1_024
  private static let magic: [UInt8] = [0xE2, 0xE1, 0xF5, 0xE0]

  /// Writes the tree at `root` to the new file `path`; `key` becomes the file system's UUID.
  ///
  /// - Throws: `.notFound` where erofs-utils is not installed.
  static func write(_ root: String, to path: String, key: Digest) throws(ImageError) {
    let arguments = [
      program, "-T0", "-U", uuid(key), "--all-root", path, root,
    ]
    let code: Int32
    do throws(SystemError) {
      var child = try ChildProcess(arguments)
      // Its progress, which nobody needs; the end tells that it has written everything.
      unsafe try child.standardOutput.readChunks { _ throws(SystemError) in }
      code = try child.wait()
    } catch let error where error.isNotFound {
      throw ImageError(
        .notFound, program, "is not installed", mend: "install the package erofs-utils")
    } catch {
      throw ImageError(error, program)
    }
    guard code == 0 else {
      throw ImageError(.system, path, "\(program) ended with code \(code)")
    }
    try requireMagic(path)
  }

  /// A UUID of version 8 (RFC 9562, section 5.8) made of a digest's first bytes.
  private static func uuid(_ key: Digest) -> String {
    var bytes = Array(key.bytes.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    var digits = Hexadecimal.encode(bytes)[...]
    return [8, 4, 4, 4, 12].map { length in
      defer { digits = digits.dropFirst(length) }
      return String(digits.prefix(length))
    }.joined(separator: "-")
  }

  private static func requireMagic(_ path: String) throws(ImageError) {
    let found = try ImageError.about(path) { () throws(SystemError) in
      let file = try FileDescriptor.open(path, .readOnly)
      try file.synchronize()
      return try file.read(magic.count, at: superblockOffset)
    }
    guard found == magic else {
      throw ImageError(
        .mismatch, path, "is not the EROFS image that \(program) should have written")
    }
  }
}
