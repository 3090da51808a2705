import CLinux
import LaunchProtocol
import Linux

/// Turns requests into cells, and ends with its supervisor.
struct Launcher: ~Copyable {
  private let socket: MessageSocket
  /// Readable when a cell has ended.
  private let endings: FileDescriptor
  /// Process numbers of cells that were not reaped yet, and so cannot be anybody else's.
  private var cells: Set<Int32> = []

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
  }

  private mutating func reap(wait: Bool) throws(SystemError) {
    while let ended = try EndedChild.next(wait: wait) { cells.remove(ended.process) }
  }

  private mutating func serve(_ message: consuming MessageSocket.Message) throws(SystemError) {
    let bytes = message.bytes
    var descriptors = message.takeDescriptors()
    guard let first = descriptors.take(0) else {
      throw SystemError("recvmsg", "request without a channel", code: EBADMSG)
    }
    let channel = MessageSocket(adopting: first)
    let birth: CellBirth
    do throws(WireError) {
      birth = CellBirth(try CellRequest(decoding: bytes), descriptors)
    } catch {
      throw SystemError("recvmsg", "request: \(error)", code: EBADMSG)
    }
    if let process = birth.create(channel) { cells.insert(process) }
  }
}
