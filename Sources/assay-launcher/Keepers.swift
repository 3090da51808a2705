import Cells
import LaunchProtocol
import Linux

/// The processes that make cells, one for each berth.
struct Keepers: ~Copyable {
  /// As many berths have a keeper; cells of the others are made by the launcher itself.
  private static let limit = 200

  private final class Berth {
    let sending: MessageSocket
    /// Kept here, too: what a keeper has not read when it ends is the next one's.
    let receiving: MessageSocket
    let user: UInt32
    let group: UInt32
    /// Nil while nobody reads.
    var process: Int32?

    init(user: UInt32, group: UInt32) throws(SystemError) {
      var far = DescriptorList()
      let near = try MessageSocket.pair(farEndTo: &far)
      guard let end = far.take(0) else { throw .badMessage("socket, without an end") }
      receiving = MessageSocket(adopting: end)
      sending = near
      self.user = user
      self.group = group
    }
  }

  private let hasDeviceTree: Bool
  private var berths: [UInt32: Berth] = [:]
  /// Berths that have had a cell. The first is made without a keeper: for a single job that would be
  /// more work than it spares.
  private var known: Set<UInt32> = []
  /// False on a host where a keeper could not be made ready.
  private var isPossible = true
  private var isClosing = false

  init(hasDeviceTree: Bool) {
    self.hasDeviceTree = hasDeviceTree
  }

  var isEmpty: Bool { berths.isEmpty }

  /// Leaves a request to the keeper of its berth.
  ///
  /// - Returns: false if it is for the launcher itself.
  mutating func pass(
    _ request: CellRequest, _ bytes: [UInt8], _ descriptors: [Int32],
    launcher: borrowing FileDescriptor
  ) throws(SystemError) -> Bool {
    // A cell that has to begin its life in a control group is made by somebody who may write to that.
    guard isPossible, request.entry != .directory, isWorthKeeper(request.berth) else {
      return false
    }
    let berth: Berth
    if let known = berths[request.berth] {
      berth = known
    } else {
      berth = try Berth(user: request.hostUser, group: request.hostGroup)
    }
    guard berth.user == request.hostUser, berth.group == request.hostGroup else { return false }
    if berth.process == nil, !start(berth, launcher) {
      isPossible = false
      return false
    }
    berths[request.berth] = berth
    try berth.sending.send(bytes, descriptors: descriptors)
    return true
  }

  private mutating func isWorthKeeper(_ berth: UInt32) -> Bool {
    if berths[berth] != nil { return true }
    return !known.insert(berth).inserted && berths.count < Self.limit
  }

  /// If `process` was a keeper, somebody else takes up what it has left.
  mutating func replace(_ process: Int32, launcher: borrowing FileDescriptor) {
    guard let (number, berth) = berths.first(where: { $0.value.process == process }) else { return }
    berth.process = nil
    let isNeeded = !isClosing && (try? Readiness.isReady(berth.receiving.descriptor)) == true
    // Without a reader, whoever waits for a cell is told by the end of its channel.
    if !isNeeded || !start(berth, launcher) { berths[number] = nil }
  }

  /// Ends all keepers, and with them their cells.
  mutating func kill() {
    isClosing = true
    for process in berths.values.compactMap(\.process) { Signals.kill(process) }
  }

  private func start(_ berth: Berth, _ launcher: borrowing FileDescriptor) -> Bool {
    // What it failed for, the launcher's own cells will meet, and report.
    berth.process = try? KeeperBirth.create(
      user: berth.user, group: berth.group, requests: berth.receiving, launcher: launcher,
      hasDeviceTree: hasDeviceTree)
    return berth.process != nil
  }
}
