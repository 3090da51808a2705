import Content
import Linux
import TestSupport
import Testing

@Suite struct BlobStoreTests {
  @Test("What was put is read back under its digest, once, as an OCI layout has it")
  func putAndRead() throws {
    let directory = try TemporaryDirectory()
    let store = try BlobStore(at: directory.path + "/store")
    let content = Array("some content".utf8)
    let digest = try store.put(content)
    #expect(digest == Digest(of: content))
    #expect(try store.put(content) == digest)
    #expect(try store.contains(digest))
    #expect(try store.read(digest, limit: 100) == content)
    #expect(
      try Repository.names(in: store.path + "/blobs/sha256") == [digest.hexadecimal])
    #expect(
      try Repository.bytes(at: store.path + "/oci-layout")
        == Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8))
  }

  @Test("A file is stored while it is read, larger than one buffer")
  func streaming() throws {
    let directory = try TemporaryDirectory()
    let store = try BlobStore(at: directory.path)
    var generator = SeededGenerator()
    let content = (0..<700_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let source = directory.path + "/source"
    try FileDescriptor.open(source, [.writeOnly, .create]).writeAll(content)
    let result = try store.put(reading: FileDescriptor.open(source, .readOnly))
    #expect(result.digest == Digest(of: content))
    #expect(result.size == 700_000)
    #expect(try store.read(result.digest, limit: 1 << 20) == content)
  }

  @Test("An unknown digest is not found")
  func missing() throws {
    let directory = try TemporaryDirectory()
    let store = try BlobStore(at: directory.path)
    #expect(try !store.contains(Digest(of: [1])))
    let error = #expect(throws: SystemError.self) { try store.read(Digest(of: [1]), limit: 9) }
    #expect(error?.isNotFound == true)
  }

  @Test("Changed content is noticed, and content beyond the limit is not read")
  func corruption() throws {
    let directory = try TemporaryDirectory()
    let store = try BlobStore(at: directory.path)
    let digest = try store.put([1, 2, 3])
    #expect(throws: SystemError.self) { try store.read(digest, limit: 2) }
    try FileDescriptor.open(directory.path + "/blobs/sha256", [.readOnly, .directory])
      .write([1, 2, 4], to: digest.hexadecimal, .atomic)
    #expect(throws: SystemError.corrupt(store.path(of: digest))) {
      try store.read(digest, limit: 100)
    }
  }
}
