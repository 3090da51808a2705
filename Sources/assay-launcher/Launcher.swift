import LaunchProtocol
import Linux

/// Turns requests into cells, and ends with its supervisor.
struct Launcher: ~Copyable {
  private let socket: MessageSocket
  /// Readable when a cell has ended.
  private let endings: FileDescriptor
  /// Process numbers of cells that were not reaped yet, and so cannot be anybody else's.
  private var cells: Set<Int32> = []
  private var inheritance: Inheritance?

  init(socket: consuming MessageSocket) throws(SystemError) {
    self.socket = socket
    endings = try Signals.watchChildren()
  }

  /// Serves requests until the supervisor closes its end, then ends every cell.
  mutating func run() throws(SystemError) {
    while true {
      let ready = try Readiness.wait(socket.descriptor, endings)
      if ready.second {
        try Signals.clear(endings)
        try reap(wait: false)
      }
      if ready.first {
        guard let message = try socket.receive(limit: WireLimits.message) else { break }
        try serve(message)
      }
    }
    for cell in cells { Signals.kill(cell) }
    try reap(wait: true)
    inheritance?.clear()
  }

  private mutating func reap(wait: Bool) throws(SystemError) {
    while let ended = try EndedChild.next(wait: wait) { cells.remove(ended.process) }
  }

  private mutating func serve(_ message: consuming MessageSocket.Message) throws(SystemError) {
    let bytes = message.bytes
    var descriptors = message.takeDescriptors()
    switch try? LauncherRequest(decoding: bytes) {
    case nil: throw .badMessage("request")
    case .inherit(let prefix):
      inheritance = Inheritance(prefix: prefix, parents: descriptors)
    case .cell(let request):
      guard let channel = descriptors.take(0) else { throw .badMessage("request, no channel") }
      let birth = CellBirth(request, descriptors)
      if let process = birth.create(MessageSocket(adopting: channel)) { cells.insert(process) }
    }
  }
}
