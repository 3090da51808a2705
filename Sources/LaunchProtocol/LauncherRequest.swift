/// What the supervisor asks of the launcher.
package enum LauncherRequest: Equatable, Sendable {
  /// Create a cell; see there for the descriptors that come with it.
  case cell(CellRequest)
  /// Should the supervisor end without having cleared up, remove the control groups whose names
  /// begin like this. With it come the directories in which they are.
  case inherit(groupPrefix: String)
  /// Become a relay, and nothing else any more; see there for the descriptors that come with it.
  case relay(RelayOrder)
}

extension LauncherRequest {
  package var encoded: [UInt8] {
    var writer = WireWriter()
    switch self {
    case .cell(let request):
      writer.write(UInt8(1))
      request.encode(into: &writer)
    case .inherit(let prefix):
      writer.write(UInt8(2))
      writer.write(prefix)
    case .relay(let order):
      writer.write(UInt8(3))
      order.encode(into: &writer)
    }
    return writer.bytes
  }

  package init(decoding bytes: [UInt8]) throws(WireError) {
    var reader = WireReader(bytes)
    switch try reader.number(UInt8.self) {
    case 1: self = .cell(try CellRequest(from: &reader))
    case 2: self = .inherit(groupPrefix: try reader.text("prefix", limit: WireLimits.path))
    case 3: self = .relay(try RelayOrder(from: &reader))
    case let tag: throw .unknownValue(field: "request", value: UInt64(tag))
    }
    try reader.end()
  }
}
