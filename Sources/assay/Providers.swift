import Attestation
import Content
import Crypto
import Evidence
import Exchange
import Jobs
import Linux
import Provider
import Requestor
import Sandbox

/// The providers that a command line asks for.
struct Providers: Sendable {
  /// Of each `--provider`; empty for the default.
  private let requested: [String]
  private let requirements: Requirements
  private let evidence: EvidenceOptions
  private let destinations: DestinationPolicy
  private let workspace: Workspace

  init(_ arguments: Arguments, workspace: Workspace) throws(CommandError) {
    requested = arguments.values("--provider")
    requirements = Requirements(arguments)
    evidence = try EvidenceOptions(arguments)
    destinations = DestinationPolicy(arguments)
    self.workspace = workspace
  }

  /// Starts those that were asked for, or `count` local ones.
  func start(atMost count: Int) throws(CommandError) -> [any ProviderEndpoint] {
    let specifications =
      requested.isEmpty ? Array(repeating: "local", count: count) : requested
    do {
      let local = try LocalProviders(
        workspace, requirements, destinations, try evidence.source())
      var endpoints: [any ProviderEndpoint] = []
      for specification in specifications {
        if specification == "local" {
          endpoints.append(try local.endpoint(number: endpoints.count + 1))
        } else {
          endpoints.append(try Self.program(specification))
        }
      }
      return endpoints
    } catch let error as CommandError {
      throw error
    } catch let error as WorkspaceError {
      throw CommandError(error)
    } catch {
      throw CommandError(.operationalError, "provider.unusable", "\(error)")
    }
  }

  private static func program(_ line: String) throws(CommandError) -> any ProviderEndpoint {
    let words = line.split(separator: " ").map(String.init)
    guard !words.isEmpty else {
      throw .usage("--provider is empty; expected “local” or a provider's command line")
    }
    do throws(ProviderFailure) {
      return try ProcessProvider(command: words)
    } catch {
      throw CommandError(error)
    }
  }
}

extension Requirements {
  /// The option by which a user accepts a host that cannot enforce every limit.
  static let option = CommandSyntax.Option.flag(
    "--unenforced-limits",
    "run even where this host cannot limit memory and processors; statements say so")

  init(_ arguments: Arguments) {
    self = arguments.has(Self.option.name) ? .withoutControlGroups : .all
  }
}

extension DestinationPolicy {
  /// The option by which a user lets jobs reach what only this host can.
  static let option = CommandSyntax.Option.flag(
    "--internal-addresses",
    "let jobs connect to addresses of this host and of private networks that they name")

  init(_ arguments: Arguments) {
    self = arguments.has(Self.option.name) ? .everywhere : .internetOnly
  }
}

/// Providers within this process: one sandbox launcher, a key for each.
private struct LocalProviders {
  private let workspace: Workspace
  private let sandbox: Sandbox
  private let host: HostMeasurement
  private let requirements: Requirements
  private let destinations: DestinationPolicy
  /// One for all: they share this machine's hardware.
  private let hardware: EvidenceSource?

  init(
    _ workspace: Workspace, _ requirements: Requirements, _ destinations: DestinationPolicy,
    _ hardware: EvidenceSource?
  ) throws(WorkspaceError) {
    self.hardware = hardware
    self.workspace = workspace
    self.requirements = requirements
    self.destinations = destinations
    host = workspace.measureHost(version: Assay.version, hardware: hardware, now: { .now() })
    sandbox = try workspace.startSandbox()
  }

  func endpoint(number: Int) throws(WorkspaceError) -> any ProviderEndpoint {
    let name = "local-\(number)"
    return LocalEndpoint(
      provider: try workspace.provider(
        named: name, sandbox: sandbox, host: host, requirements: requirements,
        destinations: destinations, hardware: hardware, now: { .now() }))
  }
}

/// A provider of this process as the requestor sees it.
private struct LocalEndpoint: ProviderEndpoint {
  let provider: LocalProvider
  var name: String { provider.name }
  var key: PublicKey { provider.publicKey }

  func session(answering nonce: [UInt8]) async throws(ProviderFailure) -> Session? {
    try await provider.session(answering: nonce)
  }

  func execute(
    _ lease: Lease, of job: JobSpecification, sealed: SealedInputs?
  ) async throws(ProviderFailure) -> ProviderAnswer {
    try await provider.answer(lease, job, sealed, executing: provider.serve)
  }
}
