import Crypto

/// The digests of the beginnings of some content: of its first 64 KiB, of its first 128 KiB and so on,
/// and of the whole. They show where two contents part without the contents themselves, and cost
/// next to nothing beside the last of them.
package struct StepDigests: Hashable, Sendable {
  /// Bytes of each step but the last, which has 1 to this many, or none where there is no content.
  package static let stepByteCount = 1 << 16

  /// In ascending order of length; never empty.
  package let digests: [Digest]

  /// Of all the content.
  package var whole: Digest { digests[digests.count - 1] }

  fileprivate init(digests: [Digest]) { self.digests = digests }

  /// A content of at most one step, of which only the digest is known.
  package init(single digest: Digest) { digests = [digest] }

  package init(of content: [UInt8]) {
    var hasher = StepHasher()
    unsafe content.withUnsafeBytes { unsafe hasher.update($0) }
    self = hasher.finish()
  }
}

/// Hashes content that arrives in pieces, step by step.
package struct StepHasher: ~Copyable {
  private var hasher = SHA256()
  private var digests: [Digest] = []
  /// Bytes of the step that is under way.
  private var filled = 0

  package init() {}

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      // A full step ends only where another follows.
      if filled == StepDigests.stepByteCount {
        digests.append(Digest(value: hasher.current()))
        filled = 0
      }
      let count = min(rest.count, StepDigests.stepByteCount - filled)
      unsafe hasher.update(UnsafeRawBufferPointer(rebasing: rest[..<count]))
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      filled += count
    }
  }

  package consuming func finish() -> StepDigests {
    StepDigests(digests: digests + [Digest(finishing: hasher)])
  }
}
