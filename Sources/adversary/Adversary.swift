import Content
import Exchange
import Jobs
import Linux
import Provider
import Sandbox

/// A provider that executes jobs like an honest one and then lies about them: for demonstrations
/// and tests. It speaks the protocol of provider programs on its standard streams.
///
/// usage: `adversary --lie LIE [--name NAME]`, with the workspace in `ASSAY_DATA`.
@main struct Adversary {
  static func main() async {
    CurrentProcess.ignoreBrokenPipes()
    do {
      let request = try Request(Array(CommandLine.arguments.dropFirst()))
      try await serve(request)
    } catch {
      CurrentProcess.printError("adversary: \(error)\n")
      CurrentProcess.exit(1)
    }
  }

  private static func serve(_ request: Request) async throws {
    let workspace = try Workspace(at: request.dataDirectory)
    let provider = try workspace.startProvider(
      named: request.name, version: "adversary", requirements: .all, now: { .now() })
    let session = ProviderSession(provider) { lease, job, store throws(ProviderFailure) in
      let truth = try await provider.execute(job, in: store)
      do {
        switch request.lie {
        case .replay:
          return try await provider.attest(truth, of: job, lease: lease.earlier())
        case .wrongOutput, .flippedBit, .lastPlace:
          let lie = try request.lie.falsify(truth, in: store)
          return try await provider.attest(lie, of: job, lease: lease)
        }
      } catch {
        throw ProviderFailure(.internalError, "\(error)")
      }
    }
    try await session.run(over: .standardStreams())
  }
}

extension Lease {
  /// A lease of the same job and provider that was given before this one, as far as anybody can
  /// tell: only the nonce differs.
  fileprivate func earlier() throws(ProviderFailure) -> Lease {
    guard let lease = Lease(job: job, provider: provider, nonce: nonce.reversed()) else {
      throw ProviderFailure(.internalError, "no earlier lease")
    }
    return lease
  }
}
