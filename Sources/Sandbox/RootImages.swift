import Linux
import Synchronization

/// Roots from EROFS images.
///
/// Each job gets a file system of its own, so that locks and watches on a file of the image are not
/// those of other jobs; what it touches is read anew. The mounts are attached nowhere: they end with
/// whoever holds them, so that nothing can be left behind.
final class RootImages: Sendable {
  private struct State: ~Copyable {
    /// Whether the image at a path can be mounted.
    var trials: [String: Bool] = [:]
    /// Paths, the one tried first in front.
    var order: [String] = []
    /// What the last trial has mounted, for the first job with that image.
    var unused: FileDescriptor?
    var unusedPath: String?

    /// Moves the trial's mount of the image at `path` out, if it is still there.
    mutating func takeUnused(_ path: String) -> FileDescriptor? {
      guard unusedPath == path else { return nil }
      unusedPath = nil
      return unused.take()
    }
  }

  /// More trials than this are not remembered.
  private static let capacity = 64

  private let state: Mutex<State> = Mutex(State())

  /// A mount of the image at `path` for a job.
  func mount(of path: String) throws(SystemError) -> FileDescriptor {
    if let unused = state.withLock({ $0.takeUnused(path) }) { return unused }
    return try MountContext.image(at: path)
  }

  /// Whether jobs get the image at `path` as their root; the same every time.
  func canMount(_ path: String) -> Bool {
    if let known = state.withLock({ $0.trials[path] }) { return known }
    var mount = try? MountContext.image(at: path)
    return state.withLock { state in
      // Another thread may have tried it meanwhile: the first answer holds.
      if let known = state.trials[path] { return known }
      let can =
        switch mount {
        case .some: true
        case .none: false
        }
      if can {
        state.unused = mount.take()
        state.unusedPath = path
      }
      if state.order.count >= Self.capacity { state.trials[state.order.removeFirst()] = nil }
      state.trials[path] = can
      state.order.append(path)
      return can
    }
  }
}
