package import Attestation
import Content
package import Exchange
package import Jobs
package import Linux

/// The provider's side of a `LineChannel`: reads requests until the channel ends, answers each.
package struct ProviderSession: Sendable {
  /// What a provider does for a lease.
  package typealias Execute =
    @Sendable (Lease, JobSpecification) async throws(ProviderFailure)
    -> (envelope: Envelope, stages: StageTimes)

  private let provider: LocalProvider
  private let execute: Execute

  /// Answers leases as `execute` does.
  package init(_ provider: LocalProvider, execute: @escaping Execute) {
    self.provider = provider
    self.execute = execute
  }

  /// Answers leases honestly.
  package init(_ provider: LocalProvider) {
    self.init(provider) { lease, job throws(ProviderFailure) in
      try await provider.serve(lease, job)
    }
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
      case .execute(let lease, let job):
        let (envelope, stages) = try await execute(lease, job)
        return .executed(envelope, stages)
      }
    } catch let failure as ProviderFailure {
      return .failed(failure)
    } catch {
      return .failed(ProviderFailure(.invalidRequest, "\(error)"))
    }
  }
}

extension LocalProvider {
  /// Executes a lease honestly.
  ///
  /// - Throws: `invalidRequest` if the lease names another job or another provider.
  package func serve(
    _ lease: Lease, _ job: JobSpecification
  ) async throws(ProviderFailure) -> (envelope: Envelope, stages: StageTimes) {
    guard lease.job == job.id else {
      throw ProviderFailure(.invalidRequest, "the lease is for job \(lease.job), not \(job.id)")
    }
    guard lease.provider == publicKey else {
      throw ProviderFailure(
        .invalidRequest, "the lease is for provider \(lease.provider.hexadecimal)")
    }
    return try await attest(try await execute(job), of: job, lease: lease)
  }
}
