/// What the supervisor asks of the launcher.
package enum LauncherRequest: Equatable, Sendable {
  /// Create a cell; see there for the descriptors that come with it.
  case cell(CellRequest)
  /// Should the supervisor end without having cleared up, remove the control groups whose names
  /// begin like this. With it come the directories in which they are.
  case inherit(groupPrefix: String)
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
    }
    return writer.bytes
  }

  package init(decoding bytes: [UInt8]) throws(WireError) {
    var reader = WireReader(bytes)
    switch try reader.number(UInt8.self) {
    case 1: self = .cell(try CellRequest(from: &reader))
    case 2: self = .inherit(groupPrefix: try reader.text("prefix", limit: WireLimits.path))
    case let tag: throw .unknownValue(field: "request", value: UInt64(tag))
    }
    try reader.end()
  }
}
