import Linux
import Synchronization

/// Ends connections on which a request, or the taking of its answer, lasts too long.
///
/// The library's own time-out begins anew with every byte, so that a client which sends one byte
/// now and then would keep its connection for ever.
final class ConnectionWatch: Sendable {
  private struct Connection: Sendable {
    let socket: Int32
    /// In microseconds of the monotonic clock; nil while the server has the next move.
    var deadline: Int64?
  }

  private static let interval: Int64 = 100_000

  private let patience: Int64
  /// By the library's address of the connection.
  private let connections = Mutex<[Int: Connection]>([:])
  private let isEnding = Atomic(false)

  /// - Parameter patience: in milliseconds.
  init(patience: Int64) throws(SystemError) {
    self.patience = patience * 1000
    try Thread.start { [self] in watch() }
  }

  /// Lets the watching thread end.
  func end() { isEnding.store(true, ordering: .relaxed) }

  func opened(_ connection: Int, socket: Int32) {
    let deadline = Clock.monotonicMicroseconds() + patience
    connections.withLock { $0[connection] = Connection(socket: socket, deadline: deadline) }
  }

  /// The client has to do something before its time is over.
  func expect(_ connection: Int) {
    let deadline = Clock.monotonicMicroseconds() + patience
    connections.withLock { $0[connection]?.deadline = deadline }
  }

  /// The server has to do something.
  func pause(_ connection: Int) {
    connections.withLock { $0[connection]?.deadline = nil }
  }

  /// Called before the library closes the socket, so that no other file can have its number yet.
  func closed(_ connection: Int) {
    connections.withLock { $0[connection] = nil }
  }

  private func watch() {
    while !isEnding.load(ordering: .relaxed) {
      Thread.sleep(microseconds: Self.interval)
      let now = Clock.monotonicMicroseconds()
      connections.withLock { connections in
        for (key, connection) in connections {
          guard let deadline = connection.deadline, deadline < now else { continue }
          FileDescriptor.shutDown(socket: connection.socket)
          connections[key]?.deadline = nil
        }
      }
    }
  }
}
