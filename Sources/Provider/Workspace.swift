package import Content
package import Crypto
package import Evidence
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
    do {
      let path = try Self.absolute(path)
      try makeDirectories(path, permissions: 0o700)
      let content = try BlobStore(at: path + "/store")
      let images = try ImageStore(store: content, cacheDirectory: path + "/images")
      self.init(path: path, content: content, images: images)
    } catch {
      throw WorkspaceError("data directory \(path)", error)
    }
  }

  private init(path: String, content: BlobStore, images: ImageStore) {
    self.path = path
    self.content = content
    self.images = images
  }

  private static func absolute(_ path: String) throws(SystemError) -> String {
    path.hasPrefix("/") ? path : "\(try Environment.workingDirectory())/\(path)"
  }

  /// The key called `name`, made with mode 0600 where there is none yet.
  package func key(named name: String) throws(WorkspaceError) -> SigningKey {
    let directory = path + "/keys"
    do {
      try makeDirectories(directory, permissions: 0o700)
      let names = try FileDescriptor.open(directory, [.readOnly, .directory]).entries()
      let file = "\(directory)/\(name).pem"
      if !names.contains("\(name).pem") { try Self.makeKey(at: file) }
      return try KeyFile.signingKey(at: file)
    } catch {
      throw WorkspaceError("key \(name)", error)
    }
  }

  /// Makes a key unless another process has just made it: then that one counts.
  private static func makeKey(at file: String) throws {
    let key = try SigningKey()
    do throws(KeyFileError) {
      try KeyFile.write(key, to: file)
    } catch {
      guard error.reason == .exists else { throw error }
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
  ///
  /// - Parameter hardware: vouches for the provider's session; nil where only its identity does.
  package func startProvider(
    named name: String, version: String, requirements: Requirements,
    destinations: DestinationPolicy = .internetOnly, hardware: EvidenceSource? = nil,
    now: @escaping @Sendable () -> Timestamp
  ) throws(WorkspaceError) -> LocalProvider {
    try provider(
      named: name, sandbox: try startSandbox(),
      host: measureHost(version: version, hardware: hardware, now: now),
      requirements: requirements, destinations: destinations, hardware: hardware, now: now)
  }

  /// Starts to measure this machine and this software, of this version.
  ///
  /// - Parameter hardware: as in `startProvider`.
  package func measureHost(
    version: String, hardware: EvidenceSource?, now: @escaping @Sendable () -> Timestamp
  ) -> HostMeasurement {
    HostMeasurement(
      version: version, memory: hardware == nil ? MeasuredFiles(in: path, now: now) : nil)
  }

  /// Has a session of the identity `name` vouched for that signs nothing: to see what would vouch for
  /// those of a provider here.
  ///
  /// - Parameter nonce: 32 bytes.
  package func trySession(
    named name: String, version: String, hardware: EvidenceSource?, answering nonce: [UInt8],
    now: @escaping @Sendable () -> Timestamp
  ) async throws(WorkspaceError) -> Session {
    let host = try await measureHost(version: version, hardware: hardware, now: now).value()
    let identity = try key(named: name)
    do {
      return try SessionKeys(identity: identity, hardware: hardware)
        .session(of: host.runtime, answering: nonce)
    } catch {
      throw WorkspaceError("evidence", error)
    }
  }

  /// A provider that shares its sandbox with others of this program.
  package func provider(
    named name: String, sandbox: Sandbox, host: HostMeasurement, requirements: Requirements,
    destinations: DestinationPolicy = .internetOnly, hardware: EvidenceSource? = nil,
    now: @escaping @Sendable () -> Timestamp
  ) throws(WorkspaceError) -> LocalProvider {
    let identity = try key(named: name)
    let session: SessionKeys
    do throws(CryptoError) {
      session = try SessionKeys(identity: identity, hardware: hardware)
    } catch {
      throw WorkspaceError("session of \(name)", error)
    }
    return LocalProvider(
      name: name, key: identity.publicKey, session: session, workspace: self, sandbox: sandbox,
      host: host, requirements: requirements, destinations: destinations, now: now)
  }
}

/// Why a workspace cannot be used.
package struct WorkspaceError: Error, Sendable, CustomStringConvertible {
  package let description: String

  init(_ subject: String, _ cause: any Error) {
    description = "\(subject): \(cause)"
  }
}
