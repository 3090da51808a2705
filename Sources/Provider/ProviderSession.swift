import Content
package import Exchange
import Jobs
package import Linux

/// The provider's side of a `LineChannel`: reads requests until the channel ends, answers each.
package struct ProviderSession: Sendable {
  private let provider: LocalProvider
  private let execute: LocalProvider.Execute

  /// Answers leases as `execute` does.
  package init(_ provider: LocalProvider, execute: @escaping LocalProvider.Execute) {
    self.provider = provider
    self.execute = execute
  }

  /// Answers leases honestly.
  package init(_ provider: LocalProvider) {
    self.init(provider, execute: provider.serve)
  }

  /// Serves until the requestor closes its end.
  package func run(over channel: consuming LineChannel) async throws(SystemError) {
    while let line = try channel.receive() {
      let reply = await answer(line)
      try channel.send(reply.json.canonicalBytes)
    }
  }

  private func answer(_ line: [UInt8]) async -> ProviderReply {
    do {
      switch try ProviderRequest(reading: JSONField(JSON(parsingCanonical: line))) {
      case .describe:
        return .description(name: provider.name, key: provider.publicKey)
      case .challenge(let nonce):
        return .session(try await provider.session(answering: nonce))
      case .execute(let lease, let job, let sealed):
        return .executed(try await provider.answer(lease, job, sealed, executing: execute))
      }
    } catch let failure as ProviderFailure {
      return .failed(failure)
    } catch {
      return .failed(ProviderFailure(.invalidRequest, "\(error)"))
    }
  }
}
