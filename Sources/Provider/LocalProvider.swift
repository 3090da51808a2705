import Age
package import Attestation
package import Content
package import Crypto
package import Evidence
package import Exchange
import Images
package import Jobs
import Linux
package import Sandbox
import Traces

/// A provider on this machine: stages a job's content, runs it in the sandbox, signs what came out.
package struct LocalProvider: Sendable {
  package let name: String
  /// The identity by which leases name this provider.
  package let publicKey: PublicKey
  private let session: SessionKeys
  /// Where requestors put inputs, and find outputs.
  let content: BlobStore
  private let images: ImageStore
  private let sandbox: Sandbox
  private let host: HostMeasurement
  private let requirements: Requirements
  private let destinations: DestinationPolicy
  private let now: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - key: the provider's identity, which vouches for `session`.
  ///   - session: its key signs statements.
  ///   - workspace: its store holds inputs, and receives outputs, by digest.
  ///   - requirements: the layers without which nothing is run; statements name those in force.
  ///   - destinations: which addresses it connects to on behalf of jobs.
  ///   - now: the wall clock for the statement's times.
  package init(
    name: String, key: PublicKey, session: SessionKeys, workspace: Workspace, sandbox: Sandbox,
    host: HostMeasurement, requirements: Requirements,
    destinations: DestinationPolicy = .internetOnly, now: @escaping @Sendable () -> Timestamp
  ) {
    self.name = name
    publicKey = key
    self.session = session
    content = workspace.content
    images = workspace.images
    self.sandbox = sandbox
    self.host = host
    self.requirements = requirements
    self.destinations = destinations
    self.now = now
  }

  /// This session's keys, vouched for together with the requestor's nonce of 32 bytes.
  package func session(answering nonce: [UInt8]) async throws(ProviderFailure) -> Session {
    do {
      return try session.session(of: try await host.value().runtime, answering: nonce)
    } catch {
      throw ProviderFailure(.internalError, "no evidence: \(error)")
    }
  }

  /// Opens the inputs of a confidential job; nil for any other job.
  ///
  /// - Throws: `invalidRequest` where a confidential job comes unsealed, or another one sealed.
  func vault(
    for job: JobSpecification, _ sealed: SealedInputs?
  ) throws(ProviderFailure) -> Vault? {
    guard job.isConfidential == (sealed != nil) else {
      throw ProviderFailure(
        .invalidRequest,
        "inputs are encrypted for confidential jobs, and for no other; this job is "
          + (job.isConfidential ? "confidential" : "not"))
    }
    guard let sealed else { return nil }
    do {
      let vault = try Vault()
      try vault.open(sealed.blobs, from: content, with: Identity(session.agreement))
      return vault
    } catch {
      throw ProviderFailure(.contentUnavailable, "confidential inputs: \(error)")
    }
  }

  /// Runs the job and stores its outputs; nothing is signed yet.
  ///
  /// - Parameter content: holds the inputs, and receives the outputs.
  package func execute(
    _ job: JobSpecification, in content: BlobStore
  ) async throws(ProviderFailure) -> ExecutionRecord {
    var stages = StageTimes()
    let start = Clock.monotonicMicroseconds()
    let specification = try stage(job, content)
    let staged = Clock.monotonicMicroseconds()
    stages[.stage] = staged - start

    let startedAt = now()
    let outputs = CollectedOutputs(of: job, store: content)
    let outcome = try await run(specification, collecting: outputs)
    let finishedAt = now()
    let executed = Clock.monotonicMicroseconds()
    stages[.sandbox] = executed - staged

    let contents = try contents(of: outcome, outputs: outputs, content)
    let profile = try profile(for: specification)
    stages[.hash] = Clock.monotonicMicroseconds() - executed
    return ExecutionRecord(
      outcome: outcome, profile: profile, contents: contents,
      startedAt: startedAt, finishedAt: finishedAt, stages: stages)
  }

  /// Signs what the record says, for one lease.
  package func attest(
    _ record: ExecutionRecord, of job: JobSpecification, lease: Lease
  ) async throws(ProviderFailure) -> (envelope: Envelope, stages: StageTimes) {
    do {
      let host = try await host.value()
      let start = Clock.monotonicMicroseconds()
      let key = session.signing
      let statement = record.statement(of: job, lease: lease, by: key.publicKey, on: host)
      let envelope = try Envelope.sign(statement, with: key)
      var stages = record.stages
      stages[.sign] = Clock.monotonicMicroseconds() - start
      return (envelope, stages)
    } catch {
      throw ProviderFailure(.internalError, "cannot attest: \(error)")
    }
  }

  private func run(
    _ specification: ExecutionSpecification, collecting outputs: CollectedOutputs
  ) async throws(ProviderFailure) -> Sandbox::Outcome {
    do throws(SandboxError) {
      return try await sandbox.run(specification) { file throws(SandboxError) in
        try outputs.add(file)
      }
    } catch {
      throw ProviderFailure(error, running: specification)
    }
  }

  private func profile(
    for specification: ExecutionSpecification
  ) throws(ProviderFailure) -> IsolationProfile {
    do throws(SandboxError) {
      return try sandbox.profile(for: specification)
    } catch {
      throw ProviderFailure(error, running: specification)
    }
  }

  private func stage(
    _ job: JobSpecification, _ content: BlobStore
  ) throws(ProviderFailure) -> ExecutionSpecification {
    try destinations.check(job.network)
    do {
      let root = try images.rootFileSystem(of: job.image)
      for input in job.inputs where try !content.contains(input.digest) {
        throw ProviderFailure(
          .contentUnavailable, "input \(input.name) (\(input.digest)) is not in the store")
      }
      return ExecutionSpecification(
        job, root: root, image: image(of: job), content: content, requirements: requirements)
    } catch let failure as ProviderFailure {
      throw failure
    } catch {
      throw ProviderFailure(.contentUnavailable, "\(error)")
    }
  }

  /// The root as an EROFS image for a strict job: order of directories and inode numbers are then
  /// the same on every host. It starts a little slower, so that others get the directories.
  ///
  /// - Returns: nil also where the image cannot be made; the profile says what a job had.
  private func image(of job: JobSpecification) -> String? {
    guard job.determinism == .strict, sandbox.mayMountImages else { return nil }
    return try? images.erofsImage(of: job.image)
  }

  private func contents(
    of outcome: Sandbox::Outcome, outputs: CollectedOutputs, _ content: BlobStore
  ) throws(ProviderFailure) -> [TracedContent] {
    do throws(SystemError) {
      let streams = [
        TracedContent(subject: "stdout", steps: try content.putInSteps(outcome.stdout)),
        TracedContent(subject: "stderr", steps: try content.putInSteps(outcome.stderr)),
      ]
      return streams + outputs.contents
    } catch {
      throw ProviderFailure(.internalError, "storing outputs: \(error)")
    }
  }
}
