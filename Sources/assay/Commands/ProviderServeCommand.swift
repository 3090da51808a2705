import Content
import Exchange
import Linux
import Provider
import Sandbox

/// `assay provider serve`: one provider as a program, for requestors that start it.
struct ProviderServeCommand: Command {
  static let syntax = CommandSyntax(
    words: ["provider", "serve"], positional: [],
    options: [
      .value("--name", "NAME", "of the provider and its key (default: provider)"),
      Requirements.option, DestinationPolicy.option,
    ] + EvidenceOptions.options,
    summary: "execute leases that come in on standard input, one JSON document a line")

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let workspace = try Workspace(arguments)
    let hold = try workspace.hold()
    defer { withExtendedLifetime(hold) {} }
    do {
      let provider = try workspace.startProvider(
        named: arguments.value("--name") ?? "provider", version: Assay.version,
        requirements: Requirements(arguments), destinations: DestinationPolicy(arguments),
        hardware: try EvidenceOptions(arguments).source(), now: { .now() })
      try await ProviderSession(provider).run(over: .standardStreams())
      return .accepted
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError(.operationalError, "provider.unusable", "\(error)")
    }
  }
}
