package import Linux
import Synchronization

extension Digest {
  /// The digests of `count` files, hashed on all processors at once, in the order of their numbers.
  ///
  /// - Parameter open: opens the file of a number; called on several threads.
  /// - Throws: the first failure by number, where there are any.
  package static func reading(
    _ count: Int, open: @escaping @Sendable (Int) throws(SystemError) -> FileDescriptor
  ) throws(SystemError) -> [Digest] {
    try StepDigests.reading(count, open: open).map(\.whole)
  }
}

extension StepDigests {
  /// Those of what `file` holds from its current position to its end.
  package static func reading(
    _ file: borrowing FileDescriptor
  ) throws(SystemError) -> StepDigests {
    var hasher = StepHasher()
    unsafe try file.readChunks { chunk throws(SystemError) in unsafe hasher.update(chunk) }
    return hasher.finish()
  }

  /// Those of `count` files, hashed on all processors at once, in the order of their numbers.
  ///
  /// - Parameter open: opens the file of a number; called on several threads.
  /// - Throws: the first failure by number, where there are any.
  package static func reading(
    _ count: Int, open: @escaping @Sendable (Int) throws(SystemError) -> FileDescriptor
  ) throws(SystemError) -> [StepDigests] {
    let work = FileHashing(count, open: open)
    let helpers = min(count, CurrentProcess.processorCount) - 1
    var started = 0
    // This thread alone is enough where no other can be started.
    while started < helpers, (try? Thread.start { work.help() }) != nil { started += 1 }
    work.take()
    if started > 0 { work.finished.wait(past: started - 1) }
    var digests: [StepDigests] = []
    for result in work.results.withLock({ $0 }) {
      guard let result else { preconditionFailure("a file that nobody hashed") }
      digests.append(try result.get())
    }
    return digests
  }
}

/// Files that several threads hash, each taking the next one.
private final class FileHashing: Sendable {
  private let open: @Sendable (Int) throws(SystemError) -> FileDescriptor
  private let count: Int
  private let next = Atomic(0)
  let results: Mutex<[Result<StepDigests, SystemError>?]>
  /// Rings for each helper that has ended.
  let finished = Doorbell()

  init(_ count: Int, open: @escaping @Sendable (Int) throws(SystemError) -> FileDescriptor) {
    self.count = count
    self.open = open
    results = Mutex(Array(repeating: nil, count: count))
  }

  func help() {
    take()
    finished.ring()
  }

  /// Hashes files until there is none left.
  func take() {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let result = Result { () throws(SystemError) in
        try StepDigests.reading(try open(index))
      }
      results.withLock { $0[index] = result }
    }
  }
}
