import Linux
import Synchronization

/// Answers each connection, once it has heard everything, with the number of bytes and their
/// beginning; one connection at a time.
final class EchoServer: Sendable {
  private let calls = Atomic<Int>(0)

  /// How many connections were made.
  var callCount: Int { calls.load(ordering: .sequentiallyConsistent) }

  init(at endpoint: InternetEndpoint) throws(SystemError) {
    let socket = try FileDescriptor.listen(at: endpoint, backlog: 512)
    let number = socket.release()
    try Thread.start { [self] in
      let socket = FileDescriptor(adopting: number)
      while (try? socket.waitUntilReadable(deadline: nil)) != nil {
        guard let client = try? socket.accept() else { continue }
        calls.add(1, ordering: .sequentiallyConsistent)
        // A caller who breaks off gets no answer.
        try? Self.answer(client)
      }
    }
  }

  private static func answer(_ client: borrowing FileDescriptor) throws(SystemError) {
    var beginning: [UInt8] = []
    var count = 0
    while true {
      try client.waitUntilReadable(deadline: nil)
      let bytes = try client.readSome(atMost: 1 << 16)
      if bytes.isEmpty { break }
      beginning += bytes.prefix(max(0, 16 - beginning.count))
      count += bytes.count
    }
    let words = count > 16 ? "" : " " + String(decoding: beginning, as: UTF8.self)
    let answer = Array("heard \(count)\(words)\n".utf8)
    _ = try client.send(answer[...])
  }
}
