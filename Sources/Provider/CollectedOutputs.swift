import Content
import Jobs
import Linux
import Sandbox
import Synchronization
import Traces

/// The outputs of one execution on their way into the store: copied and hashed in one pass.
final class CollectedOutputs: Sendable {
  private let declared: Outputs
  private let store: BlobStore
  private let collected = Mutex<[TracedContent]>([])

  init(of job: JobSpecification, store: BlobStore) {
    declared = job.outputs
    self.store = store
  }

  /// One for each file, in the order of collection.
  var contents: [TracedContent] { collected.withLock { $0 } }

  /// Stores the file if the job declares it; what it does not declare does not survive.
  func add(_ file: borrowing OutputFile) throws(SandboxError) {
    guard let path = RelativePath(file.path), declared.cover(path) else { return }
    let steps: StepDigests
    do throws(SystemError) {
      steps = try store.putInSteps(reading: file.file)
    } catch {
      throw SandboxError(.system, "storing the output \(path)", cause: error)
    }
    let content = TracedContent(subject: "out/\(path)", steps: steps)
    collected.withLock { $0.append(content) }
  }
}
