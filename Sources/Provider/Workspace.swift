package import Attestation
package import Content
package import Crypto
package import Exchange
package import Images
import Linux
package import Sandbox

/// One data directory and what lies in it: content, images, keys, the state of sandboxes.
package struct Workspace: Sendable {
  /// The directory itself.
  package let path: String
  /// `store`: every blob by digest, an OCI image layout.
  package let content: BlobStore
  /// The images in `store`, unpacked below `images`.
  package let images: ImageStore

  /// Opens the workspace at `path`, creating what is missing; only its owner may enter.
  package init(at path: String) throws(WorkspaceError) {
    self.path = path
    do {
      try makeDirectories(path, permissions: 0o700)
      content = try BlobStore(at: path + "/store")
      images = try ImageStore(store: content, cacheDirectory: path + "/images")
    } catch {
      throw WorkspaceError("data directory \(path)", error)
    }
  }

  /// The key called `name`, made with mode 0600 where there is none yet.
  package func key(named name: String) throws(WorkspaceError) -> SigningKey {
    let file = "\(path)/keys/\(name).pem"
    do {
      try makeDirectories(path + "/keys", permissions: 0o700)
      if try !exists(file) {
        let key = try SigningKey()
        do {
          try KeyFile.write(key, to: file)
        } catch let error as KeyFileError where error.reason == .exists {
          // Another process made it between the two calls: that one counts.
        }
      }
      return try KeyFile.signingKey(at: file)
    } catch {
      throw WorkspaceError("key \(name)", error)
    }
  }

  /// Starts a launcher for sandboxes whose state lies in this workspace.
  package func startSandbox() throws(WorkspaceError) -> Sandbox {
    do {
      return try Sandbox(launcher: try Programs().launcher, stateDirectory: path + "/state")
    } catch {
      throw WorkspaceError("sandbox", error)
    }
  }

  /// A provider with a sandbox of its own, for a program that is one provider.
  package func startProvider(
    named name: String, version: String, requirements: Requirements,
    now: @escaping @Sendable () -> Timestamp
  ) throws(WorkspaceError) -> LocalProvider {
    LocalProvider(
      name: name, key: try key(named: name), workspace: self, sandbox: try startSandbox(),
      host: try HostDescription(version: version), requirements: requirements, now: now)
  }

  private func exists(_ file: String) throws(SystemError) -> Bool {
    do throws(SystemError) {
      _ = try FileDescriptor.open(file, .path)
      return true
    } catch let error where error.isNotFound {
      return false
    }
  }
}

/// Why a workspace cannot be used.
package struct WorkspaceError: Error, Sendable, CustomStringConvertible {
  package let description: String

  init(_ subject: String, _ cause: any Error) {
    description = "\(subject): \(cause)"
  }
}
