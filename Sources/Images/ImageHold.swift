import Linux

/// As long as this value lives, nobody prunes the store: staged blobs and roots in use stay.
package struct ImageHold: ~Copyable, Sendable {
  private let lock: FileLock

  init(_ lock: consuming FileLock) { self.lock = lock }
}
