import Linux

/// What an image's executable must be: an ELF file for this machine that needs nothing of the image,
/// or nothing but a loader and libraries that can be named (System V ABI, chapters 4 and 5; 64-bit, little-endian).
enum ExecutableFile {
  private static let headerLength = 64
  private static let programHeaderLength = 56
  private static let programHeaderLimit = 256
  private static let dynamicByteLimit: UInt64 = 1 << 16

  /// Longest path of a loader, longest name of a library, the NUL included.
  private static let nameLimit = 4_096

  // p_type, d_tag and e_type values.
  private static let loadedSegment: UInt32 = 1
  private static let dynamicSegment: UInt32 = 2
  private static let interpreterSegment: UInt32 = 3
  private static let neededTag: UInt64 = 1
  private static let stringTableTag: UInt64 = 5
  private static let executableTypes: Set<UInt16> = [2, 3]

  private static let mend =
    "link it with -static-executable (Swift) or -static (C), or pack its libraries with --libraries"

  /// - Throws: `.notExecutable` for anything but an executable of this machine, `.notStatic` for one
  ///   that needs a loader or a library.
  static func requireStatic(
    _ file: borrowing FileDescriptor, _ path: String
  ) throws(ImageError) {
    for segment in try segments(file, path) {
      switch segment.type {
      case interpreterSegment:
        throw ImageError(
          .notStatic, path, "is dynamically linked: it names a loader that its image lacks",
          mend: mend)
      case dynamicSegment:
        guard try !dynamicEntries(file, segment, path).contains(where: { $0.tag == neededTag })
        else {
          throw ImageError(
            .notStatic, path, "needs shared libraries that its image lacks", mend: mend)
        }
      default: break
      }
    }
  }

  /// The loader's path and the libraries' names that an executable or a library asks for.
  ///
  /// - Throws: `.notExecutable` for anything but an ELF file of this machine.
  static func linkage(
    _ file: borrowing FileDescriptor, _ path: String
  ) throws(ImageError) -> (loader: String?, libraries: [String]) {
    let segments = try segments(file, path)
    var loader: String?
    var libraries: [String] = []
    for segment in segments {
      switch segment.type {
      case interpreterSegment:
        guard segment.fileSize <= UInt64(nameLimit) else { throw damaged(path) }
        loader = try name(file, at: segment.offset, atMost: Int(segment.fileSize), path)
      case dynamicSegment:
        let entries = try dynamicEntries(file, segment, path)
        let needed = entries.filter { $0.tag == neededTag }
        guard !needed.isEmpty else { continue }
        guard let address = entries.first(where: { $0.tag == stringTableTag })?.value,
          let strings = offset(of: address, in: segments)
        else { throw damaged(path) }
        for entry in needed {
          let start = strings.addingReportingOverflow(entry.value)
          guard !start.overflow else { throw damaged(path) }
          libraries.append(try name(file, at: start.partialValue, atMost: nameLimit, path))
        }
      default: break
      }
    }
    return (loader, libraries)
  }

  /// Where the byte of this address lies in the file; nil if no segment loads it from there.
  private static func offset(of address: UInt64, in segments: [Segment]) -> UInt64? {
    for segment in segments
    where segment.type == loadedSegment && address >= segment.address
      && address - segment.address < segment.fileSize
    {
      let offset = segment.offset.addingReportingOverflow(address - segment.address)
      return offset.overflow ? nil : offset.partialValue
    }
    return nil
  }

  /// The text at `offset` that a NUL ends.
  private static func name(
    _ file: borrowing FileDescriptor, at offset: UInt64, atMost limit: Int, _ path: String
  ) throws(ImageError) -> String {
    guard offset <= Int64.max else { throw damaged(path) }
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try file.read(limit, at: Int64(offset)) } catch {
      throw ImageError(error, path)
    }
    guard let end = bytes.firstIndex(of: 0), end > 0 else { throw damaged(path) }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  private struct Segment {
    let type: UInt32
    let offset: UInt64
    let address: UInt64
    let fileSize: UInt64
  }

  private static func segments(
    _ file: borrowing FileDescriptor, _ path: String
  ) throws(ImageError) -> [Segment] {
    let header = Fields(try read(file, headerLength, at: 0, path))
    try requireMachine(header, path)
    let offset = header.word64(at: 32)
    let count = Int(header.word16(at: 56))
    guard header.word16(at: 54) == programHeaderLength, (1...programHeaderLimit).contains(count),
      offset <= Int64.max
    else { throw damaged(path) }
    let table = Fields(try read(file, count * programHeaderLength, at: Int64(offset), path))
    return stride(from: 0, to: count * programHeaderLength, by: programHeaderLength).map { start in
      Segment(
        type: table.word32(at: start), offset: table.word64(at: start + 8),
        address: table.word64(at: start + 16), fileSize: table.word64(at: start + 32))
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
  private static func dynamicEntries(
    _ file: borrowing FileDescriptor, _ segment: Segment, _ path: String
  ) throws(ImageError) -> [(tag: UInt64, value: UInt64)] {
    guard segment.fileSize <= dynamicByteLimit, segment.offset <= Int64.max else {
      throw damaged(path)
    }
    let entries = Fields(try read(file, Int(segment.fileSize), at: Int64(segment.offset), path))
    return stride(from: 0, to: entries.bytes.count - 15, by: 16).map {
      (entries.word64(at: $0), entries.word64(at: $0 + 8))
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
