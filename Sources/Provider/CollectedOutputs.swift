import Attestation
import Content
import Jobs
import Linux
import Sandbox
import Synchronization

/// The outputs of one execution on their way into the store: copied and hashed in one pass.
final class CollectedOutputs: Sendable {
  private let declared: Outputs
  private let store: BlobStore
  private let collected = Mutex<[ResourceDescriptor]>([])

  init(of job: JobSpecification, store: BlobStore) {
    declared = job.outputs
    self.store = store
  }

  /// One subject for each file, in the order of collection.
  var descriptors: [ResourceDescriptor] { collected.withLock { $0 } }

  /// Stores the file if the job declares it; what it does not declare does not survive.
  func add(_ file: borrowing OutputFile) throws(SandboxError) {
    guard let path = RelativePath(file.path), declared.cover(path) else { return }
    let digest: Digest
    do throws(SystemError) {
      digest = try store.put(reading: file.file).digest
    } catch {
      throw SandboxError(.system, "storing the output \(path)", cause: error)
    }
    let descriptor = ResourceDescriptor(name: "out/\(path)", digest: digest)
    collected.withLock { $0.append(descriptor) }
  }
}
