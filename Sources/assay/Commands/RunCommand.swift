import Content
import Crypto
import Exchange
import Images
import Jobs
import Linux
import Provider
import Requestor
import Sandbox
import Verification

/// `assay run`: the whole pipeline on this machine.
struct RunCommand: Command {
  static let syntax = CommandSyntax(
    words: ["run"], positional: ["JOB"],
    options: [
      .value(
        "--provider", "PROVIDER", repeatable: true,
        "“local”, or the command line of a provider's program; local ones by default"),
      .value("--output", "DIR", "where the bundle and the outputs go (default: JOB.result)"),
      Requirements.option, DestinationPolicy.option,
      .value("--log", "LOG", "enter the bundle into this log, and write the proof into it"),
      LogDirectory.keyOption,
    ] + EvidenceOptions.options + PolicyOptions.options,
    summary: "run a job on several providers of this machine and decide who is right")

  private let arguments: Arguments
  private let jobPath: String

  init(_ arguments: Arguments) {
    self.arguments = arguments
    jobPath = arguments.positional[0]
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    var timeline = Timeline()
    let workspace = try Workspace(arguments)
    let hold = try workspace.hold()
    defer { withExtendedLifetime(hold) {} }
    let directory = try ResultDirectory(at: outputPath)
    let log = arguments.value("--log").map { LogDirectory($0, arguments) }
    // Found out before the job runs, and not after it.
    _ = try log?.reader()
    let acceptance = try PolicyOptions.acceptance(arguments)
    let (job, vault) = try resolve(in: workspace)
    timeline.mark("resolve")

    let providers = try Providers(arguments, workspace: workspace)
    let endpoints = try providers.start(atMost: job.redundancy.maximum)
    timeline.mark("launch")

    let steps = job.redundancy.replicas + 2
    console.progress(1, of: steps, "job \(job.id.hexadecimal.prefix(12)) sent out")
    let progress = ProgressCount(1)
    var decision = try await decide(job, vault, workspace, endpoints, acceptance) { report in
      let step = min(progress.increment(), steps - 1)
      console.progress(step, of: steps, "\(report.provider): \(report.progressLabel)")
    }
    timeline.mark("execute")
    var unlogged: CommandError?
    if let log {
      unlogged = Self.enter(&decision.bundle, into: log)
      timeline.mark("log")
    }

    let judgement = acceptance.map {
      PolicyJudgement($0.report(on: decision.bundle, at: .now()), refused: decision.refused)
    }
    try directory.publish(
      decision, from: vault?.store ?? workspace.content,
      withOutputs: judgement?.isFulfilled ?? true)
    timeline.mark("publish")
    if let unlogged {
      throw unlogged.adding(
        "the result lies in \(directory.path) without a proof; “assay log append --embed” adds it")
    }
    console.progress(steps, of: steps, "verdict: \(decision.verdict.headline)")

    let report = RunReport(
      job: job, decision: decision, judgement: judgement, directory: directory,
      timeline: timeline)
    if let refusal = report.refusal { throw CommandError(refusal) }
    console.result(report.text, json: report.json)
    return report.exitStatus
  }

  /// A result that could not be logged is a result all the same.
  ///
  /// - Returns: why the bundle is not in the log; nil if it is, and has the proof.
  private static func enter(_ bundle: inout Bundle, into log: LogDirectory) -> CommandError? {
    do throws(CommandError) {
      bundle = try log.entering(bundle)
      return nil
    } catch {
      return error
    }
  }

  /// The job, with its inputs in the workspace's store, or in a vault if it is confidential.
  private func resolve(
    in workspace: Workspace
  ) throws(CommandError) -> (JobSpecification, Vault?) {
    do throws(JobError) {
      let file = try JobFile(readingFrom: jobPath)
      let vault = try file.isConfidential ? Self.vault() : nil
      let job = try file.resolve(
        baseDirectory: Path.directory(of: jobPath), store: vault?.store ?? workspace.content,
        image: { reference throws(ImageError) in try workspace.images.find(reference) })
      return (job, vault)
    } catch {
      throw CommandError(error, in: jobPath)
    }
  }

  private static func vault() throws(JobError) -> Vault {
    do throws(SystemError) { return try Vault() } catch { throw .storage(error) }
  }

  private func decide(
    _ job: JobSpecification, _ vault: Vault?, _ workspace: Workspace,
    _ endpoints: [any ProviderEndpoint], _ acceptance: Acceptance?,
    observe: @escaping @Sendable (ExecutionReport) -> Void
  ) async throws(CommandError) -> Requestor.Decision {
    let key: SigningKey
    do throws(WorkspaceError) { key = try workspace.key(named: "requestor") } catch {
      throw CommandError(error)
    }
    let content: ConfidentialContent?
    do throws(CryptoError) {
      content = try vault.map { vault throws(CryptoError) in
        try ConfidentialContent(vault: vault, shared: workspace.content)
      }
    } catch {
      throw CommandError(.operationalError, "requestor.failed", error.detail)
    }
    let requestor = Requestor(
      key: key, endpoints: endpoints, outputs: vault?.store ?? workspace.content, content: content,
      acceptance: acceptance,
      surroundings: Requestor.Surroundings(
        now: { .now() },
        randomBytes: { count throws(CryptoError) in try SystemRandom.bytes(count) }))
    do throws(RequestorError) {
      return try await requestor.run(job, observe: observe)
    } catch {
      throw CommandError(.operationalError, "requestor.failed", "\(error)")
    }
  }

  private var outputPath: String {
    if let chosen = arguments.value("--output") { return chosen }
    let name = jobPath.hasSuffix(".json") ? String(jobPath.dropLast(5)) : jobPath
    return name + ".result"
  }
}

extension ImageStore {
  /// The manifest that the reference names; nil if there is none.
  fileprivate func find(_ reference: ImageReference) throws(ImageError) -> Digest? {
    do throws(ImageError) {
      return try resolve(reference.description)
    } catch let error where error.code == .notFound {
      return nil
    }
  }
}
