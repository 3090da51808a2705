import Attestation
import Content
import Linux

/// What a provider says of the machine and the runtime it signs for.
struct HostDescription: Sendable {
  let platform: Platform
  let runtime: Measurement

  /// Measures the running executable and the launcher.
  ///
  /// - Parameter version: of this software.
  init(version: String) throws(WorkspaceError) {
    do {
      var measured: [ResourceDescriptor] = []
      for (name, path) in try Programs().measured {
        let file = try FileDescriptor.open(path, .readOnly)
        measured.append(ResourceDescriptor(name: name, digest: try Digest.reading(file).digest))
      }
      runtime = Measurement(executables: measured, version: version)
      platform = try Platform.current()
    } catch {
      throw WorkspaceError("measurement", error)
    }
  }
}

/// A description that is being made while the first job already runs, since hashing the
/// executables takes longer than starting it, and is needed only for signing.
package struct HostMeasurement: Sendable {
  private let description: Task<Result<HostDescription, WorkspaceError>, Never>

  /// Starts to measure.
  package init(version: String) {
    description = Task.detached {
      Result { () throws(WorkspaceError) in try HostDescription(version: version) }
    }
  }

  func value() async throws(WorkspaceError) -> HostDescription {
    try await description.value.get()
  }
}
