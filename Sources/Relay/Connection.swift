import Linux

/// A connection of the job and its continuation to the real address.
final class Connection {
  /// One of its two sockets.
  enum Side: UInt64, CaseIterable {
    case near = 2
    case far = 3
  }

  private let near: FileDescriptor
  private let far: FileDescriptor
  private var sent = Flow()
  private var received = Flow()
  private(set) var isConnected = false
  /// On the monotonic clock, in microseconds.
  private let opened: Int64
  private var lastMoved: Int64
  private var watched: [Side: EventQueue.Interest] = [:]

  init(near: consuming FileDescriptor, far: consuming FileDescriptor, now: Int64) {
    self.near = near
    self.far = far
    opened = now
    lastMoved = now
  }

  /// Bytes from and to the job so far.
  var bytes: (sent: UInt64, received: UInt64) { (sent.bytes, received.bytes) }
  /// Everything that the job had to say was passed on.
  var hasSentAll: Bool { sent.isFinished }
  var isFinished: Bool { sent.isFinished && received.isFinished }

  func isOverdue(_ limits: RelayLimits, now: Int64) -> Bool {
    isConnected
      ? now - lastMoved > limits.idleMilliseconds * 1000
      : now - opened > limits.connectMilliseconds * 1000
  }

  /// Moves what can be moved.
  ///
  /// - Throws: why the connection cannot go on.
  func advance(now: Int64) throws(SystemError) {
    guard isConnected else { return }
    let up = try sent.run(from: near, to: far)
    let down = try received.run(from: far, to: near)
    if up || down { lastMoved = now }
  }

  /// The far side has answered: notes that the connection stands.
  ///
  /// - Throws: that it refused.
  func settle(now: Int64) throws(SystemError) {
    if isConnected { return }
    if let refusal = try far.connectionError() { throw refusal }
    isConnected = true
    lastMoved = now
    try near.sendAtOnce()
    try far.sendAtOnce()
  }

  /// Lets `queue` report what this connection can go on with, and nothing else.
  func watch(with queue: borrowing EventQueue, number: UInt64) throws(SystemError) {
    for side in Side.allCases {
      let wanted = interest(of: side)
      let before = watched[side] ?? []
      if wanted == before { continue }
      let token = number << 2 | side.rawValue
      switch side {
      case .near: try Self.change(queue, near, token, from: before, to: wanted)
      case .far: try Self.change(queue, far, token, from: before, to: wanted)
      }
      watched[side] = wanted
    }
  }

  private func interest(of side: Side) -> EventQueue.Interest {
    if !isConnected { return side == .far ? .writing : [] }
    let (reads, writes) =
      side == .near
      ? (sent.wantsSource, received.wantsSink) : (received.wantsSource, sent.wantsSink)
    return (reads ? .reading : EventQueue.Interest()).union(writes ? .writing : [])
  }

  private static func change(
    _ queue: borrowing EventQueue, _ socket: borrowing FileDescriptor, _ token: UInt64,
    from before: EventQueue.Interest, to wanted: EventQueue.Interest
  ) throws(SystemError) {
    if wanted.isEmpty {
      // A hang-up that nobody can act on would be reported over and over.
      try queue.ignore(socket)
    } else if before.isEmpty {
      try queue.watch(socket, token: token, for: wanted)
    } else {
      try queue.change(socket, token: token, to: wanted)
    }
  }

  /// Lets both sides see a broken connection, not a regular end, once this value is gone.
  func abort() {
    // A socket that refuses this is closed regularly.
    try? near.breakOnClose()
    try? far.breakOnClose()
  }
}
