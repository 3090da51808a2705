import Content
import Evidence
import Jobs

/// The providers that wait for a job, in the order in which they are asked, and those that a policy
/// refused.
struct Admission: Sendable {
  let job: JobSpecification
  /// What their sessions have to answer, 32 bytes.
  let challenge: [UInt8]
  let acceptance: Acceptance?
  private var waiting: ArraySlice<any ProviderEndpoint>
  private(set) var refused: [RefusedProvider] = []

  /// Whether there is nobody left to ask.
  var isOver: Bool { waiting.isEmpty }

  init(
    _ endpoints: [any ProviderEndpoint], job: JobSpecification, challenge: [UInt8],
    acceptance: Acceptance?
  ) {
    waiting = endpoints[...]
    self.job = job
    self.challenge = challenge
    self.acceptance = acceptance
  }

  /// The next `count` providers that may have the job, or fewer where there are no more. Where there is
  /// a policy, each shows its session first.
  mutating func next(_ count: Int, at now: Timestamp) async -> [Candidate] {
    var admitted: [Candidate] = []
    while admitted.count < count, !waiting.isEmpty {
      let some = waiting.prefix(count - admitted.count)
      waiting = waiting.dropFirst(some.count)
      guard let acceptance else { return some.map { Candidate($0) } }
      for candidate in await Self.ask(some, challenge) {
        let refusals = candidate.refusals(by: acceptance, for: job, at: now)
        if refusals.isEmpty {
          admitted.append(candidate)
        } else {
          let endpoint = candidate.endpoint
          refused.append(
            RefusedProvider(name: endpoint.name, key: endpoint.key, refusals: refusals))
        }
      }
    }
    return admitted
  }

  /// All at once; the answers in the order of the providers.
  private static func ask(
    _ endpoints: some Sequence<any ProviderEndpoint>, _ challenge: [UInt8]
  ) async -> [Candidate] {
    await withTaskGroup(of: (Int, Candidate).self) { group in
      for (index, endpoint) in endpoints.enumerated() {
        group.addTask { (index, await Candidate(endpoint, asking: challenge)) }
      }
      var candidates: [(Int, Candidate)] = []
      for await candidate in group { candidates.append(candidate) }
      return candidates.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}

extension Candidate {
  /// What a policy will not accept of it; nothing where it has no session to show, which is a failure
  /// of its own.
  fileprivate func refusals(
    by acceptance: Acceptance, for job: JobSpecification, at now: Timestamp
  ) -> [PolicyRefusal] {
    guard case .success(let session)? = shown else { return [] }
    return acceptance.refusals(of: session, by: endpoint.key, for: job, at: now)
  }
}
