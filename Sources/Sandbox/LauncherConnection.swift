import LaunchProtocol
import Linux
import Synchronization

/// The running launcher. It is started again when it is found dead; its cells die with it.
final class LauncherConnection: Sendable {
  private struct Link: ~Copyable {
    let socket: MessageSocket
    let process: SpawnedProcess

    /// Closes the socket.
    consuming func hangUp() -> SpawnedProcess { process }
  }

  private let path: String
  private let link: Mutex<Link?>
  /// Whose control groups the launcher removes, should we not come to it.
  private let host: Mutex<Host?> = Mutex(nil)
  /// Set once and under the lock of `link`: a cell that is asked for while the sandbox closes must
  /// not start another launcher, which nobody would end.
  private let closed = Atomic<Bool>(false)

  init(path: String) throws(SandboxError) {
    self.path = path
    link = Mutex(try Self.start(path, nil))
  }

  /// Tells the launcher, and every one after it, which control groups are ours.
  func bequeath(groupsOf host: Host) throws(SandboxError) {
    self.host.withLock { $0 = host }
    let result = link.withLock { link -> Result<Void, SystemError> in
      switch link {
      case .none: .success(())
      case .some(let link):
        Result { () throws(SystemError) in try Self.bequeath(groupsOf: host, over: link.socket) }
      }
    }
    // One that is gone is started again, and told, when a cell is needed.
    if case .failure(let error) = result, !error.isDisconnected {
      throw .system("cannot talk to the launcher", error)
    }
  }

  private static func bequeath(
    groupsOf host: Host, over socket: borrowing MessageSocket
  ) throws(SystemError) {
    try socket.send(
      LauncherRequest.inherit(groupPrefix: host.groupPrefix).encoded,
      descriptors: host.groupParents)
  }

  private static func start(_ path: String, _ host: Host?) throws(SandboxError) -> Link {
    do throws(SystemError) {
      var far = DescriptorList()
      let near = try MessageSocket.pair(farEndTo: &far)
      let process = try SpawnedProcess(path, giving: far.rawValues[0])
      if let host { try bequeath(groupsOf: host, over: near) }
      return Link(socket: near, process: process)
    } catch {
      throw .system("cannot start the launcher \(path)", error)
    }
  }

  /// The number of its process; nil if it was closed.
  var process: Int32? {
    link.withLock { link in
      switch link {
      case .none: nil
      case .some(let link): link.process.identifier
      }
    }
  }

  /// Asks for a cell; its reports come over the other end of `descriptors[0]`.
  func request(_ request: CellRequest, descriptors: [Int32]) throws(SandboxError) {
    let result = link.withLock { link in
      Result { () throws(SandboxError) in
        if closed.load(ordering: .relaxed) {
          throw SandboxError(.launcherLost, "the sandbox is closed")
        }
        if try Self.send(request, descriptors, over: link) { return }
        Self.end(&link)
        link = try Self.start(path, host.withLock { $0 })
        guard try Self.send(request, descriptors, over: link) else {
          throw SandboxError(.launcherLost, "the launcher ends as soon as it is started")
        }
      }
    }
    try result.get()
  }

  /// - Returns: false if there is nobody at the other end.
  private static func send(
    _ request: CellRequest, _ descriptors: [Int32], over link: borrowing Link?
  ) throws(SandboxError) -> Bool {
    switch link {
    case .none: return false
    case .some(let link):
      do throws(SystemError) {
        try link.socket.send(LauncherRequest.cell(request).encoded, descriptors: descriptors)
        return true
      } catch let error where error.isDisconnected {
        return false
      } catch {
        throw .system("cannot ask the launcher for a cell", error)
      }
    }
  }

  /// Ends the launcher and waits until it and all its cells are gone.
  func close() {
    link.withLock { link in
      closed.store(true, ordering: .relaxed)
      Self.end(&link)
    }
  }

  private static func end(_ link: inout Link?) {
    guard let old = link.take() else { return }
    let process = old.hangUp()
    // It is our child, and nobody else waits for it.
    try? process.wait()
  }
}
