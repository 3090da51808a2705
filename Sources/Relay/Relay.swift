package import Linux

/// Carries the TCP connections of one job from the addresses that it sees to the real ones.
///
/// It runs in the network namespace of the host and has the listening sockets of another, in which
/// there is nothing but these sockets: no packet passes between the two, only bytes that it copies.
/// One thread; memory and descriptors are bounded by the limits.
package struct Relay: ~Copyable {
  /// What tokens of the event queue stand for; sides of connections are the other kinds.
  private static let controlToken: UInt64 = 0
  private static let listenerKind: UInt64 = 1

  private let limits: RelayLimits
  private let queue: EventQueue
  private let listeners: [Listener]
  private var connections: [UInt64: Connection] = [:]
  private var nextNumber: UInt64 = 0
  private var tally = RelayTally()

  /// - Parameter sockets: listening, in the order of `targets`.
  package init(
    _ sockets: consuming DescriptorList, targets: [InternetEndpoint],
    limits: RelayLimits = .standard
  ) throws(SystemError) {
    let queue = try EventQueue()
    var listeners: [Listener] = []
    for (index, target) in targets.enumerated() {
      guard let socket = sockets.take(index) else { throw .badMessage("socket of \(target)") }
      let listener = Listener(socket, target: target)
      try queue.watch(listener.socket, token: UInt64(index) << 2 | Self.listenerKind)
      listeners.append(listener)
    }
    self.limits = limits
    self.queue = queue
    self.listeners = listeners
  }

  /// Carries connections until `control` can be read or has lost its other end; then passes on what
  /// the job had sent before, and stops.
  package consuming func run(until control: borrowing FileDescriptor) throws(SystemError)
    -> RelayTally
  {
    try queue.watch(control, token: Self.controlToken)
    var deadline: Int64?
    while true {
      let tokens = try queue.wait(milliseconds: connections.isEmpty ? nil : Self.period)
      let now = Clock.monotonicMicroseconds()
      for token in tokens {
        if token == Self.controlToken {
          deadline = now + limits.drainMilliseconds * 1000
          try queue.ignore(control)
          // What the job connected to before its end counts, too.
          for listener in listeners { try accept(from: listener, now) }
        } else {
          try handle(token, now)
        }
      }
      removeOverdue(now)
      if let deadline, now >= deadline || connections.values.allSatisfy(\.hasSentAll) { break }
    }
    for number in connections.keys { close(number) }
    return tally
  }

  /// How often time-outs are looked for, in milliseconds.
  private static let period: Int32 = 100

  private mutating func handle(_ token: UInt64, _ now: Int64) throws(SystemError) {
    if token & 3 == Self.listenerKind {
      try accept(from: listeners[Int(token >> 2)], now)
    } else if let connection = connections[token >> 2] {
      do throws(SystemError) {
        if token & 3 == Connection.Side.far.rawValue, !connection.isConnected {
          try connection.settle(now: now)
          tally.connections += 1
        }
        try advance(connection, token >> 2, now)
      } catch {
        abort(token >> 2)
      }
    }
  }

  private mutating func advance(
    _ connection: Connection, _ number: UInt64, _ now: Int64
  ) throws(SystemError) {
    try connection.advance(now: now)
    if connection.isFinished {
      close(number)
    } else {
      try connection.watch(with: queue, number: number)
    }
  }

  /// Takes what waits at one address; a few at a time, so that established connections go on.
  private mutating func accept(from listener: Listener, _ now: Int64) throws(SystemError) {
    for _ in 0..<16 {
      guard let near = try listener.socket.accept() else { return }
      guard connections.count < limits.connections else {
        try near.breakOnClose()
        tally.refused += 1
        continue
      }
      guard let far = try? FileDescriptor.connect(to: listener.target) else {
        // An address that cannot be reached from here at all.
        try near.breakOnClose()
        tally.refused += 1
        continue
      }
      nextNumber += 1
      let connection = Connection(near: near, far: far, now: now)
      connections[nextNumber] = connection
      try connection.watch(with: queue, number: nextNumber)
    }
  }

  private mutating func removeOverdue(_ now: Int64) {
    for (number, connection) in connections where connection.isOverdue(limits, now: now) {
      abort(number)
    }
  }

  private mutating func close(_ number: UInt64) {
    guard let connection = connections.removeValue(forKey: number) else { return }
    tally.bytesSent += connection.bytes.sent
    tally.bytesReceived += connection.bytes.received
  }

  private mutating func abort(_ number: UInt64) {
    guard let connection = connections[number] else { return }
    if !connection.isConnected { tally.refused += 1 }
    connection.abort()
    close(number)
  }
}
