/// How much of a foreign image is accepted; each limit is checked before memory or disk is spent.
package struct ImageLimits: Sendable {
  /// Bytes of one manifest, index or configuration.
  package var documentBytes = 4 << 20
  /// Bytes of all blobs of an image, as they are stored.
  package var blobBytes: Int64 = 16 << 30
  /// Layers of an image.
  package var layers = 128
  /// Bytes of all layers after decompression, and likewise of all files after unpacking.
  package var unpackedBytes: Int64 = 32 << 30
  /// Entries of all layers together, and members of an archive.
  package var entries = 1_000_000
  /// How many times larger than its compressed form a layer may become…
  package var expansion: Int64 = 500
  /// …once it has reached this many bytes; small layers may be all zeros.
  package var expansionFloor: Int64 = 64 << 20

  package init() {}
}
