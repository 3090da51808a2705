import Attestation
import Content
import Linux
import Sandbox
import Synchronization

/// The outputs of one execution on their way into the store: copied and hashed in one pass.
final class CollectedOutputs: Sendable {
  private let store: BlobStore
  private let collected = Mutex<[ResourceDescriptor]>([])

  init(store: BlobStore) {
    self.store = store
  }

  /// One subject for each file, in the order of collection.
  var descriptors: [ResourceDescriptor] { collected.withLock { $0 } }

  func add(_ file: borrowing OutputFile) throws(SystemError) {
    let (digest, _) = try store.put(reading: file.file)
    let descriptor = ResourceDescriptor(name: "out/\(file.path)", digest: digest)
    collected.withLock { $0.append(descriptor) }
  }
}
