import CArchive
import Linux

/// One entry of a tar archive, its names checked.
struct TarEntry: Sendable {
  enum Kind: Equatable, Sendable {
    case directory
    /// Apparent size in bytes, as the header declares it.
    case file(size: Int64)
    /// The target as it is written; it is data, never followed.
    case symbolicLink(target: String)
    case hardLink(target: EntryPath)
    /// A device node or FIFO.
    case special
  }

  struct Attribute: Equatable, Sendable {
    let name: String
    let value: [UInt8]
  }

  static let attributeCountLimit = 64
  static let attributeByteLimit = 1 << 16

  let path: EntryPath
  let kind: Kind
  let isExecutable: Bool
  let modificationTime: FileTime
  let attributes: [Attribute]

  /// Copies what libarchive's `entry` says; `entry` is not kept.
  init(_ entry: OpaquePointer, in subject: String) throws(ImageError) {
    guard let name = unsafe Self.text(archive_entry_pathname_utf8(entry)) else {
      throw ImageError(.unsafeEntry, subject, "has an entry whose name is not UTF-8")
    }
    path = try EntryPath(name)
    kind = unsafe try Self.kind(of: entry, path)
    isExecutable = unsafe archive_entry_perm(entry) & 0o111 != 0
    // Clamped to what every file system keeps.
    let seconds = unsafe Int64(archive_entry_mtime(entry))
    let nanoseconds = unsafe Int64(archive_entry_mtime_nsec(entry))
    modificationTime =
      (0...Int64(Int32.max)).contains(seconds) && (0..<1_000_000_000).contains(nanoseconds)
      ? FileTime(seconds: seconds, nanoseconds: nanoseconds) : .epoch
    attributes = unsafe try Self.attributes(of: entry, path)
  }

  private static func kind(
    of entry: OpaquePointer, _ path: EntryPath
  ) throws(ImageError) -> Kind {
    if unsafe archive_entry_hardlink(entry) != nil || archive_entry_hardlink_utf8(entry) != nil {
      guard let target = unsafe text(archive_entry_hardlink_utf8(entry)) else {
        throw ImageError(.unsafeEntry, path.text, "is linked to a name that is not UTF-8")
      }
      return .hardLink(target: try EntryPath(target))
    }
    // The values of AE_IFMT, which are those of stat(2) on every system.
    switch unsafe archive_entry_filetype(entry) {
    case 0o040000: return .directory
    case 0o100000: return .file(size: unsafe archive_entry_size(entry))
    case 0o120000:
      guard let target = unsafe text(archive_entry_symlink_utf8(entry)), !target.isEmpty,
        target.utf8.count <= EntryPath.byteLimit
      else {
        throw ImageError(
          .unsafeEntry, path.text, "is a symbolic link whose target is empty, long or not UTF-8")
      }
      return .symbolicLink(target: target)
    default: return .special
    }
  }

  private static func attributes(
    of entry: OpaquePointer, _ path: EntryPath
  ) throws(ImageError) -> [Attribute] {
    guard unsafe archive_entry_xattr_reset(entry) <= attributeCountLimit else {
      throw ImageError(
        .limitExceeded, path.text, "has more than \(attributeCountLimit) extended attributes")
    }
    var attributes: [Attribute] = []
    var name: UnsafePointer<CChar>?
    var start: UnsafeRawPointer?
    var length = 0
    while unsafe archive_entry_xattr_next(entry, &name, &start, &length) == ARCHIVE_OK {
      guard length <= attributeByteLimit else {
        throw ImageError(
          .limitExceeded, path.text,
          "has an extended attribute of more than \(attributeByteLimit) bytes")
      }
      guard let name = unsafe text(name) else { continue }
      let value = unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: length))
      attributes.append(Attribute(name: name, value: value))
    }
    return attributes
  }

  /// The text at `pointer`; nil where there is none.
  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    unsafe pointer.flatMap { unsafe String(validatingCString: $0) }
  }
}
