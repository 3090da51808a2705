import Content
import Linux
import Provider
import TestSupport
import Testing

/// What spares a provider to hash its executables at each start.
@Suite final class MeasuredFilesTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path + "/program"
    try write([1, 2, 3])
  }

  private func write(_ bytes: [UInt8]) throws {
    try FileDescriptor.open(directory.path, [.readOnly, .directory])
      .write(bytes, to: "program", .atomic)
  }

  /// A memory whose clock is an hour ahead, so that every file has long been as it is.
  private var later: MeasuredFiles {
    MeasuredFiles(in: directory.path) {
      Timestamp(milliseconds: Timestamp.now().milliseconds + 3_600_000) ?? .epoch
    }
  }

  private var memory: String { directory.path + "/measured-files.json" }

  /// Puts a false digest into the memory, by which one sees whether it is asked.
  private func falsify() throws {
    let text = String(decoding: try Repository.bytes(at: memory), as: UTF8.self)
    let false0 = text.replacing("\(Digest(of: [1, 2, 3]))", with: "\(Digest(of: [0]))")
    #expect(false0 != text)
    try FileDescriptor.open(directory.path, [.readOnly, .directory])
      .write(Array(false0.utf8), to: "measured-files.json", .atomic)
  }

  @Test("What was measured is remembered, for its owner alone")
  func remembers() throws {
    #expect(try later.digests(of: [path]) == [Digest(of: [1, 2, 3])])
    #expect(try FileDescriptor.open(memory, .readOnly).status().mode == 0o600)
    try falsify()
    #expect(try later.digests(of: [path]) == [Digest(of: [0])])
  }

  @Test("A file that was replaced, or written to, is measured anew")
  func changed() throws {
    _ = try later.digests(of: [path])
    try falsify()
    try write([1, 2, 3])
    #expect(try later.digests(of: [path]) == [Digest(of: [1, 2, 3])])
    try falsify()
    try FileDescriptor.open(path, .writeOnly).writeAll([9])
    #expect(try later.digests(of: [path]) == [Digest(of: [9, 2, 3])])
  }

  @Test("A file that was changed just now is not remembered, since the clock may stand still")
  func unsettled() throws {
    let present = MeasuredFiles(in: directory.path) { .now() }
    #expect(try present.digests(of: [path]) == [Digest(of: [1, 2, 3])])
    #expect(try !Repository.names(in: directory.path).contains("measured-files.json"))
  }

  @Test("A memory that cannot be read is none")
  func unreadable() throws {
    for text in ["", "{", "[]", #"{"files":{},"schema":"other"}"#, #"{"files":{"x":1}}"#] {
      try FileDescriptor.open(directory.path, [.readOnly, .directory])
        .write(Array(text.utf8), to: "measured-files.json", .atomic)
      #expect(try later.digests(of: [path]) == [Digest(of: [1, 2, 3])], "\(text)")
    }
  }
}
