import Linux
import Synchronization

/// Roots from EROFS images, and the directory that every such root gets as its `/dev`.
///
/// Each job gets a file system of its own, so that locks and watches on a file of the image are not
/// those of other jobs; what it touches is read anew. The mounts are attached nowhere: they end with
/// whoever holds them, so that nothing can be left behind.
final class RootImages: Sendable {
  private final class Mounted: Sendable {
    let mount: FileDescriptor

    init(_ mount: consuming FileDescriptor) {
      self.mount = mount
    }
  }

  private struct State: ~Copyable {
    /// Whether the image at a path can be mounted.
    var trials: [String: Bool] = [:]
    /// What the last trial has mounted, for the first job with that image.
    var unused: FileDescriptor?
    var unusedPath: String?
    /// Paths, the one tried first in front.
    var order: [String] = []
    var devices: Mounted?
  }

  /// More trials than this are not remembered.
  private static let capacity = 64

  private let state: Mutex<State> = Mutex(State())

  /// Mounts for a job: the image at `path`, and the places of its devices.
  func mounts(of path: String) throws(SystemError) -> DescriptorList {
    var mounts = DescriptorList()
    mounts.append(try image(at: path))
    mounts.append(try devices())
    return mounts
  }

  private func image(at path: String) throws(SystemError) -> FileDescriptor {
    let unused = state.withLock { state -> FileDescriptor? in
      guard state.unusedPath == path else { return nil }
      state.unusedPath = nil
      return state.unused.take()
    }
    if let unused { return unused }
    return try MountContext.image(at: path)
  }

  /// Whether jobs get the image at `path` as their root; the same every time.
  func canMount(_ path: String) -> Bool {
    if let known = state.withLock({ $0.trials[path] }) { return known }
    var mount = try? tryMount(path)
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

  private func tryMount(_ path: String) throws(SystemError) -> FileDescriptor {
    _ = try devices()
    return try MountContext.image(at: path)
  }

  /// A mount of the places; a kernel before 6.15 cannot clone what is attached nowhere.
  private func devices() throws(SystemError) -> FileDescriptor {
    let number = state.withLock { state in
      Result { () throws(SystemError) in
        try Self.devices(&state).mount.cloneMount().release()
      }
    }
    return FileDescriptor(adopting: try number.get())
  }

  private static func devices(_ state: inout State) throws(SystemError) -> Mounted {
    if let devices = state.devices { return devices }
    let places = try MountContext.memory(
      bytes: 1 << 16, files: 32, mode: "0755", owner: 0, [.noDevices, .noSetID, .noExecution])
    try Skeleton.fillDevices(places)
    try places.restrictMount(.readOnly)
    let devices = Mounted(places)
    state.devices = devices
    return devices
  }
}
