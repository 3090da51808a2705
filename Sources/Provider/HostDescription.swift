import Attestation
import Content
import Linux

/// What a provider says of the machine and the runtime it signs for.
struct HostDescription: Sendable {
  let platform: Platform
  let runtime: Measurement

  /// Measures the running executable and the launcher.
  ///
  /// - Parameters:
  ///   - version: of this software.
  ///   - memory: spares hashing what was measured before; nil measures in any case.
  init(version: String, memory: MeasuredFiles?) throws(WorkspaceError) {
    do {
      let measured = try Programs().measured
      let paths = measured.map(\.path)
      let digests: [Digest]
      if let memory {
        digests = try memory.digests(of: paths)
      } else {
        digests = try Digest.reading(paths.count) { index throws(SystemError) in
          try FileDescriptor.open(paths[index], .readOnly)
        }
      }
      runtime = Measurement(
        executables: zip(measured, digests).map { ResourceDescriptor(name: $0.name, digest: $1) },
        version: version)
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
  ///
  /// - Parameter memory: spares hashing what was measured before. It is for providers for whom nobody
  ///   but they themselves vouch: what hardware is to vouch for is measured anew at each start.
  package init(version: String, memory: MeasuredFiles?) {
    description = Task.detached {
      Result { () throws(WorkspaceError) in
        try HostDescription(version: version, memory: memory)
      }
    }
  }

  func value() async throws(WorkspaceError) -> HostDescription {
    try await description.value.get()
  }
}
