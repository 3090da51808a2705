import Crypto
import Evidence
import Exchange

/// A provider that a job may go to.
struct Candidate: Sendable {
  let endpoint: any ProviderEndpoint
  /// The session that it has shown, or why it has none to show; nil where it was not asked yet.
  let shown: Result<Session?, ProviderFailure>?

  /// A provider that nobody has asked for anything.
  init(_ endpoint: any ProviderEndpoint) {
    self.endpoint = endpoint
    shown = nil
  }

  /// A provider that is asked for its session now.
  init(_ endpoint: any ProviderEndpoint, asking challenge: [UInt8]) async {
    self.endpoint = endpoint
    shown = await Result { () async throws(ProviderFailure) in
      try await Self.session(of: endpoint, answering: challenge)
    }
  }

  /// Its session, which is asked for once.
  func session(answering challenge: [UInt8]) async throws(ProviderFailure) -> Session? {
    if let shown { return try shown.get() }
    return try await Self.session(of: endpoint, answering: challenge)
  }

  private static func session(
    of endpoint: any ProviderEndpoint, answering challenge: [UInt8]
  ) async throws(ProviderFailure) -> Session? {
    let session = try await endpoint.session(answering: challenge)
    guard session.map({ $0.binding.nonce == challenge }) ?? true else {
      throw ProviderFailure(.invalidRequest, "its evidence answers another challenge")
    }
    return session
  }
}

extension Result where Success: Sendable {
  /// What `body` returns or throws.
  fileprivate init(_ body: () async throws(Failure) -> Success) async {
    do throws(Failure) { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
