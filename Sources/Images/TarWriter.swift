import Content
import Linux

/// Writes a tar archive (POSIX ustar) into a blob, always the same bytes for the same entries: no
/// times, no owners, two kinds of mode.
struct TarWriter: ~Copyable {
  private static let blockLength = 512
  private static let zeros = [UInt8](repeating: 0, count: blockLength)
  /// What eleven octal digits hold.
  private static let sizeLimit: Int64 = 0o77_777_777_777

  private var blob: BlobWriter

  init(_ blob: consuming BlobWriter) { self.blob = blob }

  /// Adds the directory `path`.
  mutating func add(directory path: EntryPath) throws(ImageError) {
    try write(try Self.header(path.text + "/", of: path, mode: 0o755, size: 0, type: "5"))
  }

  /// Adds the content of `file`, from its position on, as `path`.
  mutating func add(
    _ file: borrowing FileDescriptor, as path: EntryPath, isExecutable: Bool
  ) throws(ImageError) {
    let size: Int64
    do throws(SystemError) { size = try file.status().size } catch {
      throw ImageError(error, path.text)
    }
    guard size <= Self.sizeLimit else {
      throw ImageError(.limitExceeded, path.text, "is larger than \(Self.sizeLimit) bytes")
    }
    let mode = isExecutable ? 0o755 : 0o644
    try write(try Self.header(path.text, of: path, mode: mode, size: size, type: "0"))
    let start = blob.size
    do throws(SystemError) {
      unsafe try file.readChunks { chunk throws(SystemError) in unsafe try blob.write(chunk) }
    } catch {
      throw ImageError(error, path.text)
    }
    guard blob.size - start == size else {
      throw ImageError(.mismatch, path.text, "changed while it was read")
    }
    let rest = Int(size % Int64(Self.blockLength))
    if rest > 0 { try write(Array(Self.zeros.dropFirst(rest))) }
  }

  /// Ends the archive and stores it.
  mutating func finish() throws(ImageError) -> (digest: Digest, size: Int64) {
    try write(Self.zeros + Self.zeros)
    do throws(SystemError) {
      return try blob.commit()
    } catch {
      throw ImageError(error, "layer")
    }
  }

  private mutating func write(_ bytes: [UInt8]) throws(ImageError) {
    do throws(SystemError) { try blob.write(bytes) } catch { throw ImageError(error, "layer") }
  }

  /// One header block (IEEE 1003.1, pax, “ustar Interchange Format”).
  private static func header(
    _ name: String, of path: EntryPath, mode: Int, size: Int64, type: Character
  ) throws(ImageError) -> [UInt8] {
    let (prefix, name) = try split(name, of: path)
    var block: [UInt8] = []
    block += padded(name, 100)
    block += octal(Int64(mode), 8) + octal(0, 8) + octal(0, 8)
    block += octal(size, 12) + octal(0, 12)
    let checksumStart = block.count
    block += [UInt8](repeating: UInt8(ascii: " "), count: 8)
    block += Array(String(type).utf8) + padded("", 100)
    block += padded("ustar", 6) + Array("00".utf8)
    block += padded("", 32) + padded("", 32) + octal(0, 8) + octal(0, 8)
    block += padded(prefix, 155) + padded("", 12)
    let sum = block.reduce(0) { $0 + Int64($1) }
    block.replaceSubrange(checksumStart..<checksumStart + 7, with: octal(sum, 7))
    return block
  }

  /// Names beyond 100 bytes are cut at a slash; the part before it goes into the prefix field.
  private static func split(
    _ name: String, of path: EntryPath
  ) throws(ImageError) -> (prefix: String, name: String) {
    let bytes = Array(name.utf8)
    if bytes.count <= 100 { return ("", name) }
    for index in bytes.indices.dropLast()
    where bytes[index] == UInt8(ascii: "/") && index <= 155 && bytes.count - index - 1 <= 100 {
      return (
        String(decoding: bytes[..<index], as: UTF8.self),
        String(decoding: bytes[(index + 1)...], as: UTF8.self)
      )
    }
    throw ImageError(
      .limitExceeded, path.text, "has a name that a portable archive cannot hold",
      mend: "keep its last component under 100 bytes and the directories under 155")
  }

  private static func padded(_ text: String, _ length: Int) -> [UInt8] {
    Array(text.utf8) + [UInt8](repeating: 0, count: length - text.utf8.count)
  }

  /// Octal digits that fill the field but for its last byte, which is NUL.
  private static func octal(_ value: Int64, _ length: Int) -> [UInt8] {
    let digits = String(value, radix: 8)
    let zeros = String(repeating: "0", count: length - 1 - digits.utf8.count)
    return Array((zeros + digits).utf8) + [0]
  }
}
