import LaunchProtocol
package import Linux

/// A process that makes one cell after another, each within its own memory and user namespace, so
/// that a cell copies no memory, maps no user and finds what the runtime has looked up before.
///
/// It has every right in that namespace, and none outside.
package struct Keeper: ~Copyable {
  /// Cells after which it gives way to another: what one of them may not have given back ends with it.
  private static let cellLimit = 1000
  /// Without a request for so long, the rush that it was made for is over.
  private static let patienceSeconds = 1

  /// Requests for cells, as the launcher got them.
  private let requests: MessageSocket
  /// A pidfd of the launcher.
  private let launcher: FileDescriptor
  /// A pidfd of this process, with which its cells have to end.
  let handle: FileDescriptor
  /// Where the clocks of the job to come are set.
  let offsets: FileDescriptor
  let hasDeviceTree: Bool
  /// Of the network that all cells share.
  let sockets: SocketCount

  /// Prepares what the cells will inherit; this process must be its namespaces' first.
  init(
    requests: consuming MessageSocket, launcher: consuming FileDescriptor, hasDeviceTree: Bool
  ) throws(SystemError) {
    let offsets = try Self.prepare(launcher)
    try CurrentProcess.showMemory()
    let sockets = try SocketCount()
    try CurrentProcess.hideMemory()
    let handle = try CurrentProcess.handle()
    try requests.waitAtMost(seconds: Self.patienceSeconds)
    self.hasDeviceTree = hasDeviceTree
    self.requests = requests
    self.launcher = launcher
    self.handle = handle
    self.offsets = offsets
    self.sockets = sockets
  }

  private static func prepare(
    _ launcher: borrowing FileDescriptor
  ) throws(SystemError) -> FileDescriptor {
    try Privileges.become(user: CellRequest.jobUser, group: CellRequest.jobUser)
    try CurrentProcess.dieWithParent()
    if try Readiness.isReady(launcher) { CurrentProcess.exit(0) }
    try makeMountsPrivate()
    try CurrentProcess.setHostname("assay")
    try Privileges.emptyBoundingSet()
    // The change of user has hidden our files of /proc.
    try CurrentProcess.showMemory()
    let offsets = try TimeNamespace.openOffsets()
    try CurrentProcess.hideMemory()
    return offsets
  }

  /// Makes cells until nobody has asked for one for a while.
  package func serve() throws(SystemError) {
    let stack = UnsafeMutableRawPointer.allocate(byteCount: KeptCell.stackSize, alignment: 16)
    defer { unsafe stack.deallocate() }
    for _ in 0..<Self.cellLimit {
      // While a cell lives, nothing is looked at here: the launcher's end has to end us by a signal,
      // which one that ended before we asked for that has not sent.
      guard let message = try next(), try !Readiness.isReady(launcher) else { return }
      guard case .cell(let request) = try? LauncherRequest(decoding: message.bytes) else {
        throw .badMessage("request")
      }
      var descriptors = message.takeDescriptors()
      guard descriptors.count == request.descriptorCount, let channel = descriptors.take(0) else {
        throw .badMessage("request, without its descriptors")
      }
      let cell = KeptCell(MessageSocket(adopting: channel), descriptors, in: self)
      // Otherwise the next job would find names taken.
      if unsafe !cell.live(on: stack) { CurrentProcess.exit(0) }
    }
  }

  private func next() throws(SystemError) -> MessageSocket.Message? {
    do throws(SystemError) {
      return try requests.receive(limit: WireLimits.cellRequest)
    } catch let error where error.wouldBlock {
      return nil
    }
  }
}
