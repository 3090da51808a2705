import Content
import Crypto
import Evidence
import Provider

/// `assay evidence`: what vouches for sessions of this machine's providers, in the words of policies.
struct EvidenceCommand: Command {
  static let syntax = CommandSyntax(
    words: ["evidence"], positional: [],
    options: [
      .value("--name", "NAME", "of the provider's key (default: local-1)"),
      PolicyOptions.collateral,
    ] + EvidenceOptions.options,
    summary: "show what vouches for providers here, and what a policy has to name of it")

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let workspace = try Workspace(arguments)
    let source = try EvidenceOptions(arguments).source()
    let collateral = try PolicyOptions.collateral(arguments)
    let name = arguments.value("--name") ?? "local-1"
    let report: EvidenceReport
    do {
      let session = try await workspace.trySession(
        named: name, version: Assay.version, hardware: source,
        answering: SystemRandom.bytes(Binding.nonceByteCount), now: { .now() })
      let identity = try workspace.key(named: name).publicKey
      report = EvidenceReport(session, of: identity, by: collateral, at: .now())
    } catch {
      throw CommandError(.operationalError, "evidence.unavailable", "\(error)")
    }
    console.result(report.text, json: report.json)
    return .accepted
  }
}
