import Content
import Exchange
import Linux
import TestSupport
import Testing

@Suite(.enabled(if: MemoryFileSystem.isThere, "\(MemoryFileSystem.reason)"))
struct VaultTests {
  @Test("A vault is for its owner alone, and is gone when it ends")
  func life() throws {
    var vault: Vault? = try Vault()
    let path = try #require(vault?.store.path)
    #expect(path.hasPrefix("/dev/shm/assay-vault-"))
    let directory = try FileDescriptor.open(path, [.readOnly, .directory])
    #expect(try directory.status().mode & 0o777 == 0o700)
    let digest = try #require(try vault?.store.put([1, 2, 3]))
    let blob = try #require(vault?.store.path(of: digest))
    let file = try FileDescriptor.open(blob, .readOnly)
    vault = nil
    #expect(throws: SystemError.self) { _ = try FileDescriptor.open(path, .path) }
    // Whoever still has the file open reads zeros.
    #expect(try file.readAll(limit: 10) == [0, 0, 0])
  }

  @Test("Nothing is left of a blob that is given up or turns out to be another")
  func givenUp() throws {
    let vault = try Vault()
    let blobs = try FileDescriptor.open(
      vault.store.path + "/blobs/sha256", [.readOnly, .directory])
    for isOther in [false, true] {
      let file = try written(vault, blobs, isOther)
      // Whoever still has it open reads zeros.
      #expect(try file.readAll(limit: 100) == [UInt8](repeating: 0, count: 6))
      #expect(try blobs.entries().isEmpty)
    }
  }

  /// A blob's file as it was before its writer gave up.
  private func written(
    _ vault: Vault, _ blobs: borrowing FileDescriptor, _ isOther: Bool
  ) throws -> FileDescriptor {
    var writer = try vault.store.writer()
    try writer.write(Array("secret".utf8))
    let name = try #require(blobs.entries().first)
    let file = try FileDescriptor.open("\(vault.store.path)/blobs/sha256/\(name)", .readOnly)
    if isOther {
      #expect(throws: SystemError.self) { try writer.commit(expecting: Digest(of: [1])) }
    }
    return file
  }

  @Test("What a killed process left is removed by the next vault")
  func abandoned() throws {
    // No process has a number beyond the kernel's largest (proc(5), pid_max).
    let left = "/dev/shm/assay-vault-\(1 << 23)-1/store"
    try makeDirectories(left)
    _ = try Vault()
    #expect(throws: SystemError.self) { _ = try FileDescriptor.open(left, .path) }
  }
}
