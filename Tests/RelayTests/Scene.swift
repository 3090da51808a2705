import Linux
import Relay
import Testing

/// The sockets around a relay.
struct Scene: ~Copyable {
  private let entrance: InternetEndpoint
  private let target: InternetEndpoint
  private var entranceSocket: DescriptorList
  private let server: FileDescriptor
  /// Connections that fill the server's queue.
  private let callers: DescriptorList
  private let control: MessageSocket
  private var farControl: DescriptorList

  /// Where the relay leads to.
  enum Target {
    case server
    /// A port at which nobody listens.
    case nobody
    /// A server that takes no more connections, so that the kernel lets whoever calls wait.
    case full
  }

  init(_ kind: Target = .server) throws {
    let any = InternetEndpoint(.loopback, port: 0)
    let socket = try FileDescriptor.listen(at: any, backlog: 16)
    let entrancePort = try socket.localPort()
    let server = try FileDescriptor.listen(at: any, backlog: kind == .full ? 0 : 16)
    // Nobody listens at a port that somebody has just left.
    let port = try kind == .nobody ? Self.abandonedPort() : server.localPort()
    var callers = DescriptorList()
    if kind == .full {
      // The first stays in the queue, which then is full.
      for _ in 0..<4 {
        callers.append(
          try FileDescriptor.connect(to: InternetEndpoint(.loopback, port: port)))
      }
    }
    var farControl = DescriptorList()
    let control = try MessageSocket.pair(farEndTo: &farControl)
    var entranceSocket = DescriptorList()
    entranceSocket.append(socket)
    entrance = InternetEndpoint(.loopback, port: entrancePort)
    target = InternetEndpoint(.loopback, port: port)
    self.entranceSocket = entranceSocket
    self.server = server
    self.callers = callers
    self.control = control
    self.farControl = farControl
  }

  private static func abandonedPort() throws -> UInt16 {
    try FileDescriptor.listen(at: InternetEndpoint(.loopback, port: 0), backlog: 1).localPort()
  }

  /// Runs the relay on a thread of its own; tests block, so that a task might never come to it.
  mutating func start(_ limits: RelayLimits = .standard) throws -> RunningRelay {
    guard let socket = entranceSocket.take(0)?.release(), let end = farControl.take(0)?.release()
    else { throw SystemError("start", "the relay, a second time", code: 0) }
    let target = target
    let running = try RunningRelay()
    try Thread.start {
      running.end(
        Result { () throws(SystemError) in
          let relay = try Relay(
            DescriptorList(adopting: [socket]), targets: [target], limits: limits)
          return try relay.run(until: FileDescriptor(adopting: end))
        })
    }
    return running
  }

  /// The job connects.
  func call() throws -> FileDescriptor {
    let client = try FileDescriptor.connect(to: entrance)
    let queue = try EventQueue()
    try queue.watch(client, token: 0, for: .writing)
    _ = try queue.wait()
    return client
  }

  /// The server takes the next connection.
  func answer() throws -> FileDescriptor {
    try server.waitUntilReadable(deadline: Clock.monotonicMicroseconds() + 10_000_000)
    guard let socket = try server.accept() else { throw SystemError("accept", code: 0) }
    return socket
  }

  /// The job is over.
  func stop() throws {
    try control.descriptor.endWriting()
  }
}

extension FileDescriptor {
  func sendWhole(_ bytes: [UInt8]) throws {
    #expect(try send(bytes[...]) == bytes.count)
  }

  /// Sends until nobody takes any more for a while.
  func sendUntilFull() throws -> Int {
    let block = [UInt8](repeating: 9, count: 1 << 16)
    let queue = try EventQueue()
    try queue.watch(self, token: 0, for: .writing)
    var sent = 0
    while try !queue.wait(milliseconds: 300).isEmpty { sent += try send(block[...]) }
    return sent
  }

  /// Everything up to the end.
  func heard() throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      try waitUntilReadable(deadline: Clock.monotonicMicroseconds() + 10_000_000)
      let more = try readSome(atMost: 1 << 16)
      if more.isEmpty { return bytes }
      bytes += more
    }
  }
}
