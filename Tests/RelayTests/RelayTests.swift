import Linux
import Relay
import Testing

/// A relay on the loopback of this host, with a job and a server that the test plays.
@Suite struct RelayTests {
  @Test("Bytes go both ways, ends are passed on, and everything is counted")
  func echo() throws {
    var scene = try Scene()
    let relay = try scene.start()
    let client = try scene.call()
    let server = try scene.answer()
    try client.sendWhole([1, 2, 3])
    try client.endWriting()
    #expect(try server.heard() == [1, 2, 3])
    try server.sendWhole([4, 5])
    try server.endWriting()
    #expect(try client.heard() == [4, 5])
    try scene.stop()
    let tally = try relay.tally()
    #expect(tally == RelayTally(connections: 1, refused: 0, bytesSent: 3, bytesReceived: 2))
  }

  @Test("A server that does not read slows the client down, and loses nothing")
  func backPressure() throws {
    var scene = try Scene()
    let relay = try scene.start()
    let client = try scene.call()
    let server = try scene.answer()
    let sent = try client.sendUntilFull()
    #expect(sent < 64 << 20, "somebody keeps \(sent) bytes")
    try client.endWriting()
    #expect(try server.heard().count == sent)
    try server.endWriting()
    try scene.stop()
    #expect(try relay.tally().bytesSent == UInt64(sent))
  }

  @Test("One connection too many is broken, the others stand")
  func tooMany() throws {
    var scene = try Scene()
    let relay = try scene.start(RelayLimits.standard.with(connections: 2))
    let first = try scene.call()
    let second = try scene.call()
    let oneServer = try scene.answer()
    let otherServer = try scene.answer()
    let third = try scene.call()
    #expect(throws: SystemError.self) { try third.heard() }
    try first.sendWhole([1])
    try second.sendWhole([2])
    try first.endWriting()
    try second.endWriting()
    #expect(Set([try oneServer.heard(), try otherServer.heard()]) == [[1], [2]])
    try scene.stop()
    let tally = try relay.tally()
    #expect(tally.connections == 2 && tally.refused == 1)
  }

  @Test("Where nobody listens, the client sees a broken connection")
  func refused() throws {
    var scene = try Scene(.nobody)
    let relay = try scene.start()
    let client = try scene.call()
    #expect(throws: SystemError.self) { try client.heard() }
    try scene.stop()
    #expect(try relay.tally().refused == 1)
  }

  @Test("Where nobody answers, the client sees a broken connection once the time is up")
  func unanswered() throws {
    var scene = try Scene(.full)
    let relay = try scene.start(RelayLimits.standard.with(connectMilliseconds: 50))
    let client = try scene.call()
    #expect(throws: SystemError.self) { try client.heard() }
    try scene.stop()
    let tally = try relay.tally()
    #expect(tally.refused == 1 && tally.connections == 0)
  }

  @Test("What was sent before the end arrives; who stays silent is not waited for")
  func drain() throws {
    var scene = try Scene()
    let relay = try scene.start()
    let silent = try scene.call()
    let client = try scene.call()
    try client.sendWhole([7])
    try client.endWriting()
    try scene.stop()
    let oneServer = try scene.answer()
    let otherServer = try scene.answer()
    let heard = [try? oneServer.heard(), try? otherServer.heard()]
    #expect(heard.contains([7]))
    #expect(try relay.tally().bytesSent == 1)
    withExtendedLifetime(silent) {}
  }

  @Test("A connection without a byte for too long is broken")
  func idle() throws {
    var scene = try Scene()
    let relay = try scene.start(RelayLimits.standard.with(idleMilliseconds: 50))
    let client = try scene.call()
    let server = try scene.answer()
    #expect(throws: SystemError.self) { try client.heard() }
    #expect(throws: SystemError.self) { try server.heard() }
    try scene.stop()
    #expect(try relay.tally().connections == 1)
  }
}

extension RelayLimits {
  fileprivate func with(
    connections: Int? = nil, connectMilliseconds: Int64? = nil, idleMilliseconds: Int64? = nil
  ) -> RelayLimits {
    RelayLimits(
      connections: connections ?? self.connections,
      connectMilliseconds: connectMilliseconds ?? self.connectMilliseconds,
      idleMilliseconds: idleMilliseconds ?? self.idleMilliseconds,
      drainMilliseconds: drainMilliseconds)
  }
}

extension RelayTally {
  fileprivate init(connections: UInt64, refused: UInt64, bytesSent: UInt64, bytesReceived: UInt64) {
    self.init()
    self.connections = connections
    self.refused = refused
    self.bytesSent = bytesSent
    self.bytesReceived = bytesReceived
  }
}
