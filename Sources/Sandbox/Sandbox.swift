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
  let stateDirectory: String
  let launcherPath: String
  private let closed = Atomic<Bool>(false)

  /// Starts the launcher.
  ///
  /// - Parameters:
  ///   - path: the executable `assay-launcher`.
  ///   - stateDirectory: an absolute path; made if missing.
  ///   - cellsKeptReady: how many cells wait for jobs.
  package init(
    launcher path: String, stateDirectory: String, cellsKeptReady: Int = 2
  ) throws(SandboxError) {
    launcherPath = path
    // It needs longest to start, and nothing of the rest to begin with.
    let launcher = try LauncherConnection(path: path)
    host = Host()
    try launcher.bequeath(groupsOf: host)
    self.stateDirectory = stateDirectory
    // Each job takes some twenty descriptors. Where no more than the usual thousand can be had, there
    // are fewer jobs at once, each of which says so.
    try? ResourceLimit.openFiles.raise()
    do throws(SystemError) {
      furnisher = try Furnisher(
        host: host, stateDirectory: stateDirectory, reusingRoots: SpareRoots())
      stock = try Stock(
        host: host, furnisher: furnisher, launcher: launcher, depth: cellsKeptReady)
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
  package func profile(
    for specification: ExecutionSpecification
  ) throws(SandboxError) -> IsolationProfile {
    IsolationProfile.make(
      for: specification, layers: host.activeLayers(for: specification),
      filter: try furnisher.filter(for: specification),
      landlock: furnisher.landlockRules(for: specification.network),
      rootIsImage: furnisher.mountsImage(of: specification), hasDeviceTree: host.privileged)
  }

  /// How long cells took, after their jobs' outcomes were known, until every trace was gone.
  package var teardown: Teardown { stock.supervisor.teardown.withLock { $0 } }

  /// The number of the launcher's process; nil if it is not running.
  package var launcherProcess: Int32? { stock.launcherProcess }
}
