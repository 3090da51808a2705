package import Content
package import Crypto
import Evidence
import Exchange
package import Jobs
import Linux
package import Verification

/// Why a job has no verdict.
package struct RequestorError: Error, Sendable, CustomStringConvertible {
  package let description: String

  init(_ subject: String, _ cause: any Error) {
    description = "\(subject): \(cause)"
  }
}

/// Carries one job from its specification to a sealed verdict.
///
/// Leases go to as many providers as the job asks for at once; as long as they reach no quorum and
/// the job allows for more, one more is asked.
package struct Requestor: Sendable {
  /// Seals bundles.
  private let key: SigningKey
  private let endpoints: [any ProviderEndpoint]
  private let surroundings: Surroundings
  private let content: ConfidentialContent?
  private let outputs: BlobStore
  private let archive: TraceArchive
  /// Bytes of an output beyond which it is not compared by its numbers.
  private static let largestCompared = 1 << 30

  /// What comes from outside: the time, and randomness for nonces.
  package struct Surroundings: Sendable {
    let now: @Sendable () -> Timestamp
    let randomBytes: @Sendable (Int) throws(CryptoError) -> [UInt8]

    package init(
      now: @escaping @Sendable () -> Timestamp,
      randomBytes: @escaping @Sendable (Int) throws(CryptoError) -> [UInt8]
    ) {
      self.now = now
      self.randomBytes = randomBytes
    }
  }

  /// The order of `endpoints` is the order in which they are asked; no two have one key.
  ///
  /// - Parameters:
  ///   - outputs: where providers' outputs are found, so that they can be compared.
  ///   - content: a confidential job's inputs, and the place for its outputs.
  package init(
    key: SigningKey, endpoints: [any ProviderEndpoint], outputs: BlobStore,
    content: ConfidentialContent? = nil, surroundings: Surroundings
  ) {
    self.key = key
    self.endpoints = endpoints
    self.surroundings = surroundings
    self.content = content
    self.outputs = outputs
    archive = TraceArchive(store: outputs)
  }

  /// What became of a job.
  package struct Decision: Sendable {
    package let verdict: Verdict
    package var bundle: Bundle
    /// In the order asked; for diagnostics, since only the bundle counts.
    package let executions: [ExecutionReport]
    /// Time spent on verifying and comparing, in microseconds.
    package let verificationMicroseconds: Int64
  }

  /// Runs the job on its providers and decides.
  ///
  /// - Parameter observe: told of each provider when it has answered.
  /// - Throws: only if the system's random source fails, or if a bundle of these replies would be
  ///   larger than bundles may be.
  package func run(
    _ job: JobSpecification,
    observe: @escaping @Sendable (ExecutionReport) -> Void
  ) async throws(RequestorError) -> Decision {
    let challenge = try nonce(Binding.nonceByteCount)
    var waiting = endpoints.prefix(job.redundancy.maximum)[...]
    var replicas: [Replica] = []
    var reports: [ExecutionReport] = []
    var elapsed: Int64 = 0
    var batch = job.redundancy.replicas
    while true {
      let round = try leases(of: job, for: waiting.prefix(batch))
      waiting = waiting.dropFirst(batch)
      for report in await execute(
        round, of: job, challenge: challenge, observe: observe)
      {
        replicas.append(report.replica)
        reports.append(report)
      }
      let start = Clock.monotonicMicroseconds()
      let (bundle, verdict) = try seal(job, replicas)
      elapsed += Clock.monotonicMicroseconds() - start
      guard case .inconclusive = verdict.status, !waiting.isEmpty else {
        return Decision(
          verdict: verdict, bundle: bundle, executions: reports, verificationMicroseconds: elapsed)
      }
      batch = 1
    }
  }

  private func seal(
    _ job: JobSpecification, _ replicas: [Replica]
  ) throws(RequestorError) -> (bundle: Bundle, verdict: Verdict) {
    do throws(VerificationError) {
      let sealed = try judge(job, replicas)
      guard let opened = archive.opening(replicas, judged: sealed.verdict) else { return sealed }
      return try judge(job, opened)
    } catch {
      throw RequestorError("the bundle cannot be sealed", error)
    }
  }

  private func judge(
    _ job: JobSpecification, _ replicas: [Replica]
  ) throws(VerificationError) -> (bundle: Bundle, verdict: Verdict) {
    try Bundle.seal(
      job: job, replicas: replicas, decidedAt: surroundings.now(),
      contents: { try? outputs.read($0, limit: Self.largestCompared) }, with: key)
  }

  private func leases(
    of job: JobSpecification, for endpoints: some Sequence<any ProviderEndpoint>
  ) throws(RequestorError) -> [(endpoint: any ProviderEndpoint, lease: Lease)] {
    var leases: [(endpoint: any ProviderEndpoint, lease: Lease)] = []
    for endpoint in endpoints {
      let nonce = try nonce(Lease.nonceByteCount)
      guard let lease = Lease(job: job.id, provider: endpoint.key, nonce: nonce) else {
        preconditionFailure("the random source gave \(nonce.count) bytes")
      }
      leases.append((endpoint, lease))
    }
    return leases
  }

  private func nonce(_ count: Int) throws(RequestorError) -> [UInt8] {
    do throws(CryptoError) {
      return try surroundings.randomBytes(count)
    } catch {
      throw RequestorError("no nonce", error)
    }
  }

  /// Executes all leases at once; reports come back in the order of the leases.
  private func execute(
    _ leases: [(endpoint: any ProviderEndpoint, lease: Lease)], of job: JobSpecification,
    challenge: [UInt8], observe: @escaping @Sendable (ExecutionReport) -> Void
  ) async -> [ExecutionReport] {
    await withTaskGroup(of: (Int, ExecutionReport).self) { group in
      for (index, entry) in leases.enumerated() {
        group.addTask {
          let report = await ExecutionReport(
            executing: entry.lease, of: job, by: entry.endpoint, challenge: challenge,
            content: content)
          observe(report)
          return (index, report)
        }
      }
      var reports: [(Int, ExecutionReport)] = []
      for await report in group { reports.append(report) }
      return reports.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
