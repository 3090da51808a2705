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
/// Leases go to as many providers as the job asks for at once; as long as they reach no quorum, or none
/// that the requestor's policy accepts, and the job allows for more, one more is asked.
package struct Requestor: Sendable {
  /// Seals bundles.
  private let key: SigningKey
  private let endpoints: [any ProviderEndpoint]
  private let surroundings: Surroundings
  private let content: ConfidentialContent?
  private let outputs: BlobStore
  private let archive: TraceArchive
  private let acceptance: Acceptance?
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
  ///   - acceptance: what is asked of providers; nil for nothing.
  package init(
    key: SigningKey, endpoints: [any ProviderEndpoint], outputs: BlobStore,
    content: ConfidentialContent? = nil, acceptance: Acceptance? = nil,
    surroundings: Surroundings
  ) {
    self.key = key
    self.endpoints = endpoints
    self.surroundings = surroundings
    self.content = content
    self.outputs = outputs
    archive = TraceArchive(store: outputs)
    self.acceptance = acceptance
  }

  /// What became of a job.
  package struct Decision: Sendable {
    package let verdict: Verdict
    package var bundle: Bundle
    /// In the order asked; for diagnostics, since only the bundle counts.
    package let executions: [ExecutionReport]
    /// Those that got no lease.
    package let refused: [RefusedProvider]
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
    var admission = Admission(
      endpoints, job: job, challenge: challenge, acceptance: acceptance)
    var replicas: [Replica] = []
    var reports: [ExecutionReport] = []
    var elapsed: Int64 = 0
    var batch = job.redundancy.replicas
    while true {
      let candidates = await admission.next(batch, at: surroundings.now())
      let round = try leases(of: job, for: candidates)
      for report in await execute(
        round, of: job, challenge: challenge, observe: observe)
      {
        replicas.append(report.replica)
        reports.append(report)
      }
      let start = Clock.monotonicMicroseconds()
      let (bundle, verdict) = try seal(job, replicas)
      let isOpen = isOpen(verdict, bundle)
      elapsed += Clock.monotonicMicroseconds() - start
      guard isOpen, !admission.isOver, replicas.count < job.redundancy.maximum else {
        return Decision(
          verdict: verdict, bundle: bundle, executions: reports, refused: admission.refused,
          verificationMicroseconds: elapsed)
      }
      batch = 1
    }
  }

  /// Whether further replicas can lead to a result that is accepted.
  private func isOpen(_ verdict: Verdict, _ bundle: Bundle) -> Bool {
    switch verdict.status {
    case .inconclusive: true
    case .rejected: false
    case .accepted:
      acceptance.map { !$0.report(on: bundle, at: surroundings.now()).refusals.isEmpty } ?? false
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
    of job: JobSpecification, for candidates: [Candidate]
  ) throws(RequestorError) -> [(candidate: Candidate, lease: Lease)] {
    var leases: [(candidate: Candidate, lease: Lease)] = []
    for candidate in candidates {
      let nonce = try nonce(Lease.nonceByteCount)
      let provider = candidate.endpoint.key
      guard let lease = Lease(job: job.id, provider: provider, nonce: nonce) else {
        preconditionFailure("the random source gave \(nonce.count) bytes")
      }
      leases.append((candidate, lease))
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
    _ leases: [(candidate: Candidate, lease: Lease)], of job: JobSpecification,
    challenge: [UInt8], observe: @escaping @Sendable (ExecutionReport) -> Void
  ) async -> [ExecutionReport] {
    await withTaskGroup(of: (Int, ExecutionReport).self) { group in
      for (index, entry) in leases.enumerated() {
        group.addTask {
          let report = await ExecutionReport(
            executing: entry.lease, of: job, by: entry.candidate, challenge: challenge,
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
