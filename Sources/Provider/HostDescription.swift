import Attestation
import Content
import Linux

/// What a provider says of the machine and the runtime it signs for; made once per process.
package struct HostDescription: Sendable {
  let platform: Platform
  let runtime: Measurement

  /// Measures the running executable and the launcher.
  ///
  /// - Parameter version: of this software.
  package init(version: String) throws(WorkspaceError) {
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
