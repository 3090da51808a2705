/// A network namespace that a job has to itself, in place of an empty one.
package struct NetworkPlan: Hashable, Sendable {
  /// A TCP port of an address.
  package struct Endpoint: Hashable, Sendable {
    /// 4 or 16 bytes, in network order.
    package let address: [UInt8]
    package let port: UInt16

    package init(address: [UInt8], port: UInt16) {
      self.address = address
      self.port = port
    }
  }

  /// What appears on the loopback interface besides its own addresses: on each the cell listens,
  /// and hands the sockets out (`CellReport.listening`).
  package let endpoints: [Endpoint]

  package init(endpoints: [Endpoint]) {
    self.endpoints = endpoints
  }
}

extension NetworkPlan {
  func encode(into writer: inout WireWriter) {
    writer.write(list: endpoints) {
      $0.write($1.address)
      $0.write($1.port)
    }
  }

  init(from reader: inout WireReader) throws(WireError) {
    endpoints = try reader.list("endpoints", limit: WireLimits.endpoints) {
      reader throws(WireError) in
      let address = try reader.raw("address", limit: 16)
      guard address.count == 4 || address.count == 16 else {
        throw .unknownValue(field: "address size", value: UInt64(address.count))
      }
      return Endpoint(address: address, port: try reader.number(UInt16.self))
    }
  }
}
