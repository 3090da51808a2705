import LaunchProtocol
import Linux
import Synchronization

/// Runs commands that nobody trusts, each in a sandbox of its own.
///
/// Owns a launcher process, two threads and a few prepared cells; `close` or the end of the value
/// ends them and every job that still runs. Safe to use from any thread.
package final class Sandbox: Sendable {
  let host: Host
  let stock: Stock
  let furnisher: Furnisher
  private let filters: SystemCallFilters
  private let closed = Atomic<Bool>(false)

  /// Starts the launcher.
  ///
  /// - Parameters:
  ///   - path: the executable `assay-launcher`.
  ///   - stateDirectory: an absolute path; made if missing.
  package init(launcher path: String, stateDirectory: String) throws(SandboxError) {
    host = Host()
    do throws(SystemError) {
      filters = try SystemCallFilters()
      furnisher = try Furnisher(host: host, stateDirectory: stateDirectory)
    } catch {
      throw .system("cannot prepare the sandbox", error)
    }
    let launcher = try LauncherConnection(path: path, host: host)
    do throws(SystemError) {
      stock = try Stock(host: host, furnisher: furnisher, launcher: launcher)
    } catch {
      launcher.close()
      throw .system("cannot prepare the sandbox", error)
    }
  }

  deinit { close() }

  /// Ends every job, the launcher and the threads, and waits until they are gone.
  package func close() {
    if !closed.exchange(true, ordering: .sequentiallyConsistent) { stock.close() }
  }

  /// What a job of this specification is confined by on this host.
  package func profile(for specification: ExecutionSpecification) -> IsolationProfile {
    IsolationProfile.make(
      for: specification, layers: host.activeLayers,
      filter: filters.filter(for: specification.determinism), landlock: furnisher.landlockRules)
  }

  /// The compiled system call filter for a class.
  func filter(for determinism: DeterminismClass) -> [UInt8] { filters.filter(for: determinism) }
}

/// The compiled system call policies.
struct SystemCallFilters: Sendable {
  private let standard: [UInt8]
  private let strict: [UInt8]

  init() throws(SystemError) {
    standard = try SystemCallPolicy.standard.compiled()
    strict = try SystemCallPolicy.strict.compiled()
  }

  func filter(for determinism: DeterminismClass) -> [UInt8] {
    switch determinism {
    case .standard: standard
    case .strict: strict
    }
  }
}
