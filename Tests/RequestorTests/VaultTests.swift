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

  @Test("What a killed process left is removed by the next vault")
  func abandoned() throws {
    // No process has a number beyond the kernel's largest (proc(5), pid_max).
    let left = "/dev/shm/assay-vault-\(1 << 23)-1/store"
    try makeDirectories(left)
    _ = try Vault()
    #expect(throws: SystemError.self) { _ = try FileDescriptor.open(left, .path) }
  }
}
