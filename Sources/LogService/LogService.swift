import Content
import Crypto
package import Linux
package import Transparency

/// A log or a witness that answers over HTTP until somebody asks the process to end.
package struct LogService: ~Copyable {
  private static let interval: Int64 = 200_000
  private static let backlog: Int32 = 512

  private let server: HTTPServer
  /// Nil for a witness.
  private let log: LogHandler?
  package let address: InternetEndpoint
  private let termination: FileDescriptor

  /// Opens what is to be served and starts to answer. To be called before the process has other
  /// threads, which would get the signals that end it.
  package init(_ settings: LogServiceSettings) throws {
    let signals = try Signals.watchTermination()
    let key = try KeyFile.signingKey(at: settings.keyFile)
    let storage = try Self.lock(settings.directory)
    let handler: any HTTPHandler
    var log: LogHandler?
    switch settings.role {
    case .log(let origin):
      guard let noteKey = NoteKey(name: origin, role: .log, publicKey: key.publicKey) else {
        throw LogError(.foreignCheckpoint, origin)
      }
      let sequencer = LogSequencer(
        try LogWriter(opening: storage, origin: origin, key: key), mostWaiting: settings.queue)
      let made = LogHandler(
        try PosixStorage(reading: settings.directory), sequencer, key: noteKey)
      (handler, log) = (made, made)
    case .witness(let name, let logs):
      handler = WitnessHandler(try Witness(storage, name: name, key: key, logs: logs))
    }
    let server = try HTTPServer(
      handler,
      limits: HTTPLimits(connections: settings.connections, patience: settings.patience))
    let wanted = settings.address
    let socket = try FileDescriptor.listen(at: wanted, backlog: Self.backlog)
    let address = InternetEndpoint(wanted.address, port: try socket.localPort())
    try server.start(on: socket)
    termination = signals
    self.server = server
    self.log = log
    self.address = address
  }

  private static func lock(_ directory: String) throws(LogError) -> PosixStorage {
    do throws(SystemError) {
      return try PosixStorage(writing: directory)
    } catch {
      throw LogError(error.wouldBlock ? .locked : .system(error), directory)
    }
  }

  /// Answers until a signal comes (`SIGTERM`, `SIGINT`), then lets what has begun finish.
  ///
  /// - Throws: where the log cannot be written any more.
  package consuming func run() throws(LogError) {
    while true {
      let deadline = Clock.monotonicMicroseconds() + Self.interval
      do throws(SystemError) {
        try termination.waitUntilReadable(deadline: deadline)
        break
      } catch let error where error.isTimeout {
        if log?.failure != nil { break }
      } catch {
        throw LogError(.system(error), "signals")
      }
    }
    server.end()
    if let failure = log?.failure { throw failure }
  }
}
