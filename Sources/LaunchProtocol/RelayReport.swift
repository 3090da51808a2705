/// The last word of a relay: what it has carried.
package struct RelayReport: Equatable, Sendable {
  package let connections: UInt64
  /// Connections of the job that led nowhere, or were too many.
  package let refused: UInt64
  package let bytesSent: UInt64
  package let bytesReceived: UInt64

  package init(connections: UInt64, refused: UInt64, bytesSent: UInt64, bytesReceived: UInt64) {
    self.connections = connections
    self.refused = refused
    self.bytesSent = bytesSent
    self.bytesReceived = bytesReceived
  }
}

extension RelayReport {
  package var encoded: [UInt8] {
    var writer = WireWriter()
    for value in [connections, refused, bytesSent, bytesReceived] { writer.write(value) }
    return writer.bytes
  }

  package init(decoding bytes: [UInt8]) throws(WireError) {
    var reader = WireReader(bytes)
    connections = try reader.number(UInt64.self)
    refused = try reader.number(UInt64.self)
    bytesSent = try reader.number(UInt64.self)
    bytesReceived = try reader.number(UInt64.self)
    try reader.end()
  }
}
