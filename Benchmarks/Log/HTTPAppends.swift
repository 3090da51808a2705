import Attestation
import Crypto
import Linux
import LogService
import Transparency

/// Clients on loopback that append the same signed statement over HTTP, each over one connection.
struct HTTPAppends: Sendable {
  private static let clients = 64
  private static let origin = "benchmark.example/http"

  private let endpoint: InternetEndpoint
  private let request: [UInt8]
  /// On the monotonic clock.
  private let end: Int64

  /// - Returns: acknowledged appends per second.
  static func rate(in path: String, _ key: SigningKey, microseconds: Int64) async throws -> Double {
    let storage = try PosixStorage(writing: path)
    let writer = try LogWriter(creating: storage, origin: origin, key: key)
    guard let noteKey = NoteKey(name: origin, role: .log, publicKey: key.publicKey) else {
      preconditionFailure("the origin names a key")
    }
    let handler = LogHandler(
      try PosixStorage(reading: path), LogSequencer(writer), key: noteKey)
    let server = try HTTPServer(handler)
    let socket = try FileDescriptor.listen(at: InternetEndpoint(.loopback, port: 0), backlog: 128)
    let endpoint = InternetEndpoint(.loopback, port: try socket.localPort())
    try server.start(on: socket)
    defer { server.end() }
    let envelope = try Envelope.sign(SampleStatement.make(provider: key.publicKey), with: key)
    let body = envelope.canonicalBytes
    let head = "POST /append HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n"
    let start = Clock.monotonicMicroseconds()
    let load = HTTPAppends(
      endpoint: endpoint, request: Array(head.utf8) + body, end: start + microseconds)
    let count = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<clients {
        group.addTask {
          try await Thread.run { Result { () throws(SystemError) in try load.talk() } }.get()
        }
      }
      return try await group.reduce(0, +)
    }
    return Double(count) / (Double(Clock.monotonicMicroseconds() - start) / 1_000_000)
  }

  /// One client.
  ///
  /// - Returns: how many entries were acknowledged.
  private func talk() throws(SystemError) -> Int {
    let connection = try FileDescriptor.connect(to: endpoint)
    var count = 0
    while Clock.monotonicMicroseconds() < end {
      var rest = request[...]
      while !rest.isEmpty {
        do throws(SystemError) {
          rest = rest.dropFirst(try connection.send(rest))
        } catch let error where error.wouldBlock {
          Thread.yield()
        }
      }
      try connection.waitUntilReadable(deadline: nil)
      // An answer is shorter than a packet, and the next request waits for it.
      let answer = try connection.readSome(atMost: 4096)
      guard answer.starts(with: "HTTP/1.1 200".utf8) else { throw SystemError.brokenMessage }
      count += 1
    }
    return count
  }
}
