import CLinux
import LaunchProtocol
package import Linux

/// The making of a keeper: a copy of the running process, which must have a single thread, in
/// namespaces of its own.
package enum KeeperBirth {
  private static let namespaces: Namespaces = [.user, .mounts, .network, .hostname]

  /// Creates a keeper for cells of one user and group, and waits until it is ready.
  ///
  /// - Parameters:
  ///   - requests: where it gets its requests from; stays the caller's.
  ///   - launcher: a pidfd of this process.
  ///   - hasDeviceTree: whether this process's `/dev` is a `DeviceTree`.
  /// - Returns: its number, as a child of this process; nil if it could not be made ready, in which
  ///   case it ends by itself.
  package static func create(
    user: UInt32, group: UInt32, requests: borrowing MessageSocket,
    launcher: borrowing FileDescriptor, hasDeviceTree: Bool
  ) throws(SystemError) -> Int32? {
    var far = DescriptorList()
    let near = try MessageSocket.pair(farEndTo: &far)
    switch try namespaces.fork(into: nil) {
    case .child:
      begin(
        requests.descriptor.rawValue, gate: far.release()[0], launcher: launcher.rawValue,
        hasDeviceTree)
    case .parent(let process, _):
      far = DescriptorList()
      do throws(SystemError) {
        try JobUser.map(process, toUser: user, group: group)
        try near.send([1])
        return try near.receive(limit: 1) == nil ? nil : process
      } catch let error where error.isDisconnected {
        return nil
      }
    }
  }

  /// The whole life of the new process.
  private static func begin(
    _ requests: Int32, gate: Int32, launcher: Int32, _ hasDeviceTree: Bool
  ) -> Never {
    do throws(SystemError) {
      try CurrentProcess.closeDescriptors(from: 3, except: [requests, gate, launcher])
      let gate = MessageSocket(adopting: FileDescriptor(adopting: gate))
      guard try gate.receive(limit: 1) != nil else { CurrentProcess.exit(1) }
      let keeper = try Keeper(
        requests: MessageSocket(adopting: FileDescriptor(adopting: requests)),
        launcher: FileDescriptor(adopting: launcher), hasDeviceTree: hasDeviceTree)
      guard KeptCell.isPossible() else { CurrentProcess.exit(1) }
      try gate.send([1])
      try keeper.serve()
    } catch {
      // A launcher that hears nothing makes its cells without us.
    }
    CurrentProcess.exit(0)
  }
}
