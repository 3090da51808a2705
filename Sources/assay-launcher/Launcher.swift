import Cells
import LaunchProtocol
import Linux

/// Turns requests into cells, and ends with its supervisor.
struct Launcher: ~Copyable {
  private let socket: MessageSocket
  /// Readable when a cell has ended.
  private let endings: FileDescriptor
  /// Of this process: by it cells know that it lives.
  private let handle: FileDescriptor
  /// Process numbers of cells that were not reaped yet, and so cannot be anybody else's.
  private var cells: [Int32: Network] = [:]
  private var networks = EmptyNetworks()
  private var keepers: Keepers
  private var inheritance: Inheritance?

  /// Where a cell's network namespace comes from.
  private enum Network {
    case own
    /// One of `networks`, by its number.
    case lent(Int)
  }

  /// Whether this process has mounts of its own, `DeviceTree` among them.
  private let isSecluded: Bool

  init(socket: consuming MessageSocket, isSecluded: Bool) throws(SystemError) {
    // Cells of keepers that have ended.
    try CurrentProcess.adoptOrphans()
    let handle = try CurrentProcess.handle()
    let endings = try Signals.watchChildren()
    self.socket = socket
    self.isSecluded = isSecluded
    self.handle = handle
    self.endings = endings
    keepers = Keepers(hasDeviceTree: isSecluded)
  }

  /// Serves requests until the supervisor closes its end, then ends every cell.
  mutating func run() throws(SystemError) {
    while true {
      let ready = try Readiness.wait(socket.descriptor.rawValue, endings.rawValue)
      if ready[1] {
        try Signals.clear(endings)
        try reap(wait: false)
      }
      if ready[0] {
        guard let message = try socket.receive(limit: WireLimits.message) else { break }
        guard try serve(message) else { return }
      }
    }
    for cell in cells.keys { Signals.kill(cell) }
    keepers.kill()
    try reap(wait: true)
    inheritance?.clear()
  }

  private mutating func reap(wait: Bool) throws(SystemError) {
    while let ended = try EndedChild.next(wait: wait) {
      if case .lent(let number) = cells.removeValue(forKey: ended.process) {
        networks.giveBack(number)
      }
      keepers.replace(ended.process, launcher: handle)
    }
  }

  /// - Returns: false if this process has become something else, and is done.
  private mutating func serve(
    _ message: consuming MessageSocket.Message
  ) throws(SystemError) -> Bool {
    let bytes = message.bytes
    var descriptors = message.takeDescriptors()
    switch try? LauncherRequest(decoding: bytes) {
    case nil: throw .badMessage("request")
    case .inherit(let prefix):
      inheritance = Inheritance(prefix: prefix, parents: descriptors)
    case .relay(let order):
      guard cells.isEmpty, keepers.isEmpty else { throw .badMessage("request, out of order") }
      try RelayService.run(order, descriptors, socket)
      return false
    case .cell(let request):
      if try keepers.pass(request, bytes, descriptors.rawValues, launcher: handle) { break }
      guard let channel = descriptors.take(0) else { throw .badMessage("request, no channel") }
      let network = try networks.enterFree()
      let birth = CellBirth(
        request, descriptors, launcher: handle.rawValue, makesNetwork: network == nil,
        hasDeviceTree: isSecluded)
      if let process = birth.create(MessageSocket(adopting: channel)) {
        cells[process] = network.map { .lent($0) } ?? .own
      } else if let network {
        networks.giveBack(network)
      }
    }
    return true
  }
}
