package import Content

/// An image of the store that has a name.
package struct StoredImage: Equatable, Sendable {
  package let name: String
  /// The digest of its manifest.
  package let digest: Digest
  /// Bytes of its configuration and layers as they are stored; layers shared with other images count.
  package let size: Int64
}

/// What a pruning has removed.
package struct PruneReport: Equatable, Sendable {
  package let blobs: Int
  package let roots: Int
  /// Bytes of the removed blobs.
  package let bytes: Int64

  package init(blobs: Int, roots: Int, bytes: Int64) {
    self.blobs = blobs
    self.roots = roots
    self.bytes = bytes
  }
}
