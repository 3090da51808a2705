package import Age
package import Content
import Crypto
package import Linux

/// The plain content of one confidential job: a store in memory that only this process's user may
/// enter, overwritten and removed when the last reference ends.
package final class Vault: Sendable {
  /// A file system in memory that every Linux has (`shm_overview(7)`).
  private static let place = "/dev/shm"
  private static let prefix = "assay-vault-"

  private let name: String
  package let store: BlobStore

  /// - Throws: `ENOTSUP` where the place is not in memory, so that plain text would reach a disk.
  package init() throws(SystemError) {
    let parent = try FileDescriptor.open(Self.place, [.readOnly, .directory])
    guard case .memory = try parent.storage() else {
      throw SystemError("find a file system in memory", Self.place, code: 95)
    }
    try Self.removeAbandoned(in: parent)
    name = "\(Self.prefix)\(CurrentProcess.identifier)-\(UInt64.random(in: .min ... .max))"
    try parent.makeDirectory(name, permissions: 0o700)
    store = try BlobStore(at: "\(Self.place)/\(name)", isSecret: true)
  }

  deinit {
    // The directory is this process's own; what another user's process could still do is nothing.
    if let parent = try? FileDescriptor.open(Self.place, [.readOnly, .directory]) {
      for digest in (try? store.digests()) ?? [] { try? overwrite(digest) }
      try? parent.removeTree(name)
    }
  }

  /// Removes what processes left that were killed; their numbers are in the names.
  private static func removeAbandoned(in parent: borrowing FileDescriptor) throws(SystemError) {
    for entry in try parent.entries() where entry.hasPrefix(prefix) {
      let owner = entry.dropFirst(prefix.count).prefix { $0 != "-" }
      do throws(SystemError) {
        _ = try FileDescriptor.open("/proc/\(owner)", .path)
      } catch let error where error.isNotFound {
        // That of another user stays: only its owner may remove it.
        try? parent.removeTree(entry)
      }
    }
  }

  private func overwrite(_ digest: Digest) throws(SystemError) {
    let path = store.path(of: digest)
    let blob = try FileDescriptor.open(path, .readOnly)
    let size = try blob.status().size
    try blob.setPermissions(0o600)
    try FileDescriptor.open(path, .writeOnly).overwrite(size)
  }

  /// Encrypts the blob `plain` of this vault to `recipient`, into `shared`.
  ///
  /// - Returns: the digest of the age file.
  package func seal(
    _ plain: Digest, to recipient: Recipient, into shared: BlobStore
  ) throws(VaultError) -> Digest {
    do {
      let file = try FileDescriptor.anonymousFile()
      try AgeFile.encrypt(try store.open(plain), to: [recipient], into: file)
      try file.rewind()
      return try shared.put(reading: file).digest
    } catch {
      throw VaultError("blob \(plain) cannot be encrypted: \(error)")
    }
  }

  /// Decrypts every blob of `blobs` from `shared` into this vault.
  ///
  /// - Throws: where one is missing, is for somebody else, or holds another blob than it says.
  package func open(
    _ blobs: SealedBlobs, from shared: BlobStore, with identity: Identity
  ) throws(VaultError) {
    for (plain, sealed) in blobs.files {
      do {
        try open(shared.open(sealed), as: plain, with: identity)
      } catch {
        throw VaultError("blob \(plain), encrypted as \(sealed): \(error)")
      }
    }
  }

  /// Decrypts straight into the store, so that the plain text lies nowhere else.
  private func open(
    _ file: borrowing FileDescriptor, as plain: Digest, with identity: Identity
  ) throws {
    var writer = try store.writer()
    unsafe try AgeFile.decrypt(file, with: identity) { chunk throws(SystemError) in
      unsafe try writer.write(chunk)
    }
    do throws(SystemError) { _ = try writer.commit(expecting: plain) } catch {
      throw VaultError("it holds another blob: \(error)")
    }
  }
}

/// Why content could not be brought into a vault or out of it.
package struct VaultError: Error, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
