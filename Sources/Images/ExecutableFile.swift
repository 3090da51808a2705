import Linux

/// What an image's executable must be: an ELF file for this machine that needs nothing of the image
/// (System V ABI, chapters 4 and 5; 64-bit, little-endian).
enum ExecutableFile {
  private static let headerLength = 64
  private static let programHeaderLength = 56
  private static let programHeaderLimit = 256
  private static let dynamicByteLimit: UInt64 = 1 << 16

  // p_type, d_tag and e_type values.
  private static let dynamicSegment: UInt32 = 2
  private static let interpreterSegment: UInt32 = 3
  private static let neededTag: UInt64 = 1
  private static let executableTypes: Set<UInt16> = [2, 3]

  private static let mend = "link it with -static-executable (Swift) or -static (C)"

  /// - Throws: `.notExecutable` for anything but an executable of this machine, `.notStatic` for one
  ///   that needs a loader or a library.
  static func requireStatic(
    _ file: borrowing FileDescriptor, _ path: String
  ) throws(ImageError) {
    let header = Fields(try read(file, headerLength, at: 0, path))
    try requireMachine(header, path)
    let offset = header.word64(at: 32)
    let count = Int(header.word16(at: 56))
    guard header.word16(at: 54) == programHeaderLength, (1...programHeaderLimit).contains(count),
      offset <= Int64.max
    else { throw damaged(path) }
    let table = Fields(try read(file, count * programHeaderLength, at: Int64(offset), path))
    for start in stride(from: 0, to: count * programHeaderLength, by: programHeaderLength) {
      switch table.word32(at: start) {
      case interpreterSegment:
        throw ImageError(
          .notStatic, path, "is dynamically linked: it names a loader that its image lacks",
          mend: mend)
      case dynamicSegment:
        try requireNoLibraries(
          file, at: table.word64(at: start + 8), length: table.word64(at: start + 32), path)
      default: break
      }
    }
  }

  private static func requireMachine(_ header: Fields, _ path: String) throws(ImageError) {
    guard header.bytes.starts(with: [0x7F] + Array("ELF".utf8)) else {
      throw ImageError(
        .notExecutable, path, "is not an ELF executable",
        mend: "give a statically linked program, not a script")
    }
    // EI_CLASS 64-bit, EI_DATA little-endian.
    guard header.bytes[4] == 2, header.bytes[5] == 1,
      header.word16(at: 18) == Platform.executableMachine
    else {
      throw ImageError(
        .notExecutable, path, "is an ELF file for another machine than \(Platform.description)")
    }
    guard executableTypes.contains(header.word16(at: 16)) else {
      throw ImageError(.notExecutable, path, "is an ELF file, but not an executable one")
    }
  }

  /// A static position-independent executable has a dynamic segment, but no libraries in it.
  private static func requireNoLibraries(
    _ file: borrowing FileDescriptor, at offset: UInt64, length: UInt64, _ path: String
  ) throws(ImageError) {
    guard length <= dynamicByteLimit, offset <= Int64.max else { throw damaged(path) }
    let entries = Fields(try read(file, Int(length), at: Int64(offset), path))
    for start in stride(from: 0, to: entries.bytes.count - 15, by: 16)
    where entries.word64(at: start) == neededTag {
      throw ImageError(
        .notStatic, path, "needs shared libraries that its image lacks", mend: mend)
    }
  }

  private static func read(
    _ file: borrowing FileDescriptor, _ count: Int, at offset: Int64, _ path: String
  ) throws(ImageError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try file.read(count, at: offset)
    } catch {
      throw ImageError(error, path)
    }
    guard bytes.count == count else { throw damaged(path) }
    return bytes
  }

  private static func damaged(_ path: String) -> ImageError {
    ImageError(.notExecutable, path, "is not an ELF executable, or a damaged one")
  }
}

/// Little-endian numbers in an array of bytes.
private struct Fields {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func word16(at offset: Int) -> UInt16 { UInt16(truncatingIfNeeded: number(at: offset, 2)) }
  func word32(at offset: Int) -> UInt32 { UInt32(truncatingIfNeeded: number(at: offset, 4)) }
  func word64(at offset: Int) -> UInt64 { number(at: offset, 8) }

  private func number(at offset: Int, _ length: Int) -> UInt64 {
    bytes[offset..<offset + length].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
