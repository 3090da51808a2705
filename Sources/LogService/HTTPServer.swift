import CMicroHTTP
package import Linux
import Synchronization

/// An HTTP/1.1 server on one socket (libmicrohttpd).
@safe package final class HTTPServer: Sendable {
  /// Bytes of a request's head at most, and of what the library keeps besides.
  private static let connectionMemory = 32 << 10
  /// How long requests that are being read may take when the server ends, in microseconds.
  private static let grace: Int64 = 5_000_000
  private static let pause: Int64 = 5000

  let handler: any HTTPHandler
  let budget: BodyBudget
  let watch: ConnectionWatch
  private let limits: HTTPLimits
  /// Requests whose head has come, and which are not yet answered and done with.
  let exchanges = Atomic(0)
  /// Those of them for which the handler has not answered.
  let waiting = Atomic(0)
  /// The library's handle; nil before the start and after the end.
  private let daemon = Mutex<UInt?>(nil)

  package init(_ handler: any HTTPHandler, limits: HTTPLimits = HTTPLimits()) throws(SystemError) {
    self.handler = handler
    self.limits = limits
    budget = BodyBudget(limits.bodies)
    watch = try ConnectionWatch(patience: limits.patience)
  }

  /// Answers the clients of `socket`, which listens, until `end`.
  package func start(on socket: consuming FileDescriptor) throws(SystemError) {
    // The library closes it in the end.
    let number = socket.release()
    let limits = assay_http_limits(
      threads: UInt32(self.limits.threads),
      connections: UInt32(max(self.limits.connections, self.limits.threads)),
      timeout_seconds: UInt32(self.limits.patience / 1000 + 1),
      connection_memory: Self.connectionMemory)
    // The callbacks use this object only until MHD_stop_daemon returns in `end`.
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    let started = unsafe assay_http_start(
      number, limits,
      { unsafe HTTPServer.handle($0, $1, $2, $3, $5, $6, $7) },
      { context, connection, state, _ in unsafe HTTPServer.completed(context, connection, state) },
      { context, connection, _, event in
        unsafe HTTPServer.notified(context, connection, event)
      }, context)
    guard let started = unsafe started else {
      _ = FileDescriptor(adopting: number)
      throw .noResources("MHD_start_daemon")
    }
    daemon.withLock { $0 = UInt(bitPattern: started) }
  }

  /// Takes no more connections, lets requests that have come finish, and ends the others.
  package func end() {
    guard let address = daemon.withLock({ $0.take() }),
      let handle = unsafe OpaquePointer(bitPattern: address)
    else { return }
    let listening = unsafe MHD_quiesce_daemon(handle)
    let deadline = Clock.monotonicMicroseconds() + Self.grace
    while exchanges.load(ordering: .acquiring) > 0, Clock.monotonicMicroseconds() < deadline {
      Thread.sleep(microseconds: Self.pause)
    }
    // The library may not end while a connection is suspended; the handler answers each some time.
    while waiting.load(ordering: .acquiring) > 0 { Thread.sleep(microseconds: Self.pause) }
    unsafe MHD_stop_daemon(handle)
    if listening >= 0 { _ = FileDescriptor(adopting: listening) }
    watch.end()
  }
}
