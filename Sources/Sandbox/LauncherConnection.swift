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
  private let host: Host
  private let link: Mutex<Link?>
  /// Set once and under the lock of `link`: a cell that is asked for while the sandbox closes must
  /// not start another launcher, which nobody would end.
  private let closed = Atomic<Bool>(false)

  init(path: String, host: Host) throws(SandboxError) {
    self.path = path
    self.host = host
    link = Mutex(try Self.start(path, host))
  }

  private static func start(_ path: String, _ host: Host) throws(SandboxError) -> Link {
    do throws(SystemError) {
      var far = DescriptorList()
      let near = try MessageSocket.pair(farEndTo: &far)
      let process = try SpawnedProcess(path, giving: far.rawValues[0])
      try near.send(
        LauncherRequest.inherit(groupPrefix: host.groupPrefix).encoded,
        descriptors: host.groupParents)
      return Link(socket: near, process: process)
    } catch {
      throw .system("cannot start the launcher \(path)", error)
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
        link = try Self.start(path, host)
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
