import Linux
import Synchronization

/// Roots from EROFS images.
///
/// Each job gets a file system of its own, so that locks and watches on a file of the image are not
/// those of other jobs; what it touches is read anew. The mounts are attached nowhere: they end with
/// whoever holds them, so that nothing can be left behind.
final class RootImages: Sendable {
  private struct State {
    /// Whether the image at a path can be mounted.
    var trials: [String: Bool] = [:]
    /// Paths, the one tried first in front.
    var order: [String] = []
  }

  /// More trials than this are not remembered.
  private static let capacity = 64

  private let state: Mutex<State> = Mutex(State())

  /// A mount of the image at `path` for a job.
  func mount(of path: String) throws(SystemError) -> FileDescriptor {
    try MountContext.image(at: path)
  }

  /// Whether jobs get the image at `path` as their root; the same every time.
  func canMount(_ path: String) -> Bool {
    if let known = state.withLock({ $0.trials[path] }) { return known }
    let can: Bool
    do throws(SystemError) {
      _ = try mount(of: path)
      can = true
    } catch {
      can = false
    }
    return state.withLock { state in
      // Another thread may have tried it meanwhile: the first answer holds.
      if let known = state.trials[path] { return known }
      if state.order.count >= Self.capacity { state.trials[state.order.removeFirst()] = nil }
      state.trials[path] = can
      state.order.append(path)
      return can
    }
  }
}
