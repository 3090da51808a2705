/// What the supervisor tells a cell, over the cell's own channel.
package enum CellCommand: Equatable, Sendable {
  /// Enter the control groups whose `tasks` files, open for writing, come with this; once, before
  /// `furnish`, and only where the request says so.
  case enter
  /// Build the job's file system; once, before `launch`.
  case furnish(Furnishing)
  /// Run the job's command; once.
  case launch(Launch)
  /// Ask every process of the job to end (`SIGTERM`).
  case terminate
  /// End every process of the job now (`SIGKILL`).
  case kill
}

extension CellCommand {
  package var encoded: [UInt8] {
    var writer = WireWriter()
    switch self {
    case .furnish(let furnishing):
      writer.write(UInt8(1))
      furnishing.encode(into: &writer)
    case .launch(let launch):
      writer.write(UInt8(2))
      launch.encode(into: &writer)
    case .terminate: writer.write(UInt8(3))
    case .kill: writer.write(UInt8(4))
    case .enter: writer.write(UInt8(5))
    }
    return writer.bytes
  }

  package init(decoding bytes: [UInt8]) throws(WireError) {
    var reader = WireReader(bytes)
    switch try reader.number(UInt8.self) {
    case 1: self = .furnish(try Furnishing(from: &reader))
    case 2: self = .launch(try Launch(from: &reader))
    case 3: self = .terminate
    case 4: self = .kill
    case 5: self = .enter
    case let tag: throw .unknownValue(field: "command", value: UInt64(tag))
    }
    try reader.end()
  }
}
