package import Linux

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
    let helpers = min(count, CurrentProcess.processorCount) - 1
    let work = SharedWork(count, helpers: helpers) { index in
      Result { () throws(SystemError) in try StepDigests.reading(try open(index)) }
    }
    var digests: [StepDigests] = []
    for result in work.finish() { digests.append(try result.get()) }
    return digests
  }
}
