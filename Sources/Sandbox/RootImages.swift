import Linux
import Synchronization

/// EROFS images that are mounted, each once for all jobs, and the directory that every such root gets
/// as its `/dev`.
///
/// The mounts are attached nowhere: they end with this value, or with the process if that is killed,
/// so that nothing can be left behind. A job gets a clone of its own.
final class RootImages: Sendable {
  private final class Mounted: Sendable {
    let mount: FileDescriptor

    init(_ mount: consuming FileDescriptor) {
      self.mount = mount
    }
  }

  private struct State {
    /// By path.
    var images: [String: Result<Mounted, SystemError>] = [:]
    /// Paths, the one used first in front.
    var order: [String] = []
    var devices: Mounted?
  }

  /// More mounts than this are not kept.
  private static let capacity = 64

  private let state: Mutex<State> = Mutex(State())

  /// Mounts for a job: the image at `path`, and the places of its devices.
  ///
  /// - Throws: why this host cannot mount it; the same every time.
  func mounts(of path: String) throws(SystemError) -> DescriptorList {
    let result = state.withLock { state in
      Result { () throws(SystemError) in
        var mounts = DescriptorList()
        mounts.append(try Self.image(at: path, &state).mount.cloneMount())
        mounts.append(try Self.devices(&state).mount.cloneMount())
        return mounts.release()
      }
    }
    return DescriptorList(adopting: try result.get())
  }

  /// Whether jobs get the image at `path` as their root.
  func canMount(_ path: String) -> Bool {
    state.withLock { state in
      (try? Self.image(at: path, &state)) != nil && (try? Self.devices(&state)) != nil
    }
  }

  private static func image(at path: String, _ state: inout State) throws(SystemError) -> Mounted {
    if let known = state.images[path] { return try known.get() }
    if state.order.count >= capacity { state.images[state.order.removeFirst()] = nil }
    let result = Result { () throws(SystemError) in
      let mounted = Mounted(try MountContext.image(at: path))
      // A kernel before 6.15 cannot clone what is attached nowhere.
      _ = try mounted.mount.cloneMount()
      return mounted
    }
    state.images[path] = result
    state.order.append(path)
    return try result.get()
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
