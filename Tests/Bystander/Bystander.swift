import Linux
import Sandbox

/// A sandbox and what to do with it.
struct Bystander {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let launcher: String
  let layer: String
  let stateDirectory: String

  init(launcher: String, layer: String, stateDirectory: String) throws {
    self.launcher = launcher
    self.layer = layer
    self.stateDirectory = stateDirectory
    try makeDirectories(stateDirectory)
  }

  func run(_ mode: Mode, jobs: Int) async throws {
    switch mode {
    case .leaks: try await countLeaks(jobs: jobs)
    case .flood: try await flood()
    case .hold: try await hold()
    case .close: try await closeUnderJobs()
    case .crash: try await crash()
    case .squat: try await squat()
    case .reuse: try await reuseGroups()
    case .probe: try await probe()
    case .disk: try await readDisk()
    case .network: try await network()
    }
  }

  func makeSandbox() throws -> Sandbox {
    try Sandbox(launcher: launcher, stateDirectory: stateDirectory)
  }

  /// Whether this host lets us bound what processes use together.
  static let hasGroups = Sandbox.availability().allSatisfy {
    $0.available || !Layer.controlGroupLayers.contains($0.layer)
  }

  static var requirements: Requirements { hasGroups ? .all : .withoutControlGroups }

  func specification(
    _ script: String, limits: Limits = Limits(), network: Network = .none
  ) -> ExecutionSpecification {
    ExecutionSpecification(
      layers: [layer], command: ["/bin/sh", "-c", script], limits: limits, network: network,
      requirements: Self.requirements)
  }

  static func expect(_ condition: Bool, _ complaint: @autoclosure () -> String) throws {
    if !condition { throw Failure(description: complaint()) }
  }

  static func ignore(_ file: borrowing OutputFile) throws(SandboxError) {}
}
