package import Linux

extension Digest {
  /// The digests of `count` files, hashed on all processors at once, in the order of their numbers.
  ///
  /// - Parameter open: opens the file of a number; called on several threads.
  /// - Throws: the first failure by number, where there are any.
  package static func reading(
    _ count: Int, open: @escaping @Sendable (Int) throws(SystemError) -> FileDescriptor
  ) throws(SystemError) -> [Digest] {
    let helpers = min(count, CurrentProcess.processorCount) - 1
    let work = SharedWork(count, helpers: helpers) { index in
      Result { () throws(SystemError) in try Digest.reading(try open(index)).digest }
    }
    var digests: [Digest] = []
    for result in work.finish() { digests.append(try result.get()) }
    return digests
  }
}
