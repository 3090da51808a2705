/// Asks the launcher for a cell: a process that is the first in new namespaces and waits there for
/// a job.
///
/// Descriptors with the message: the cell's end of its channel; then, for
/// `ControlGroupEntry.directory`, the group's directory, or, for `.taskFiles(n)`, n `tasks` files
/// opened for writing.
package struct CellRequest: Equatable, Sendable {
  /// How the cell gets into its control groups.
  package enum ControlGroupEntry: Equatable, Sendable {
    case none
    /// Version 2: it is created inside the group (`CLONE_INTO_CGROUP`).
    case directory
    /// Version 1: it writes itself into one `tasks` file for each hierarchy.
    case taskFiles(UInt8)
    /// Version 1: likewise, but it is told to when the groups are there (`CellCommand.enter`).
    case command
  }

  /// User and group as the host sees them.
  package let hostUser: UInt32
  package let hostGroup: UInt32
  package let entry: ControlGroupEntry
  /// Of the cells of one number there is only one at a time, and all have the same user and group:
  /// another is asked for when every process of the last is gone.
  package let berth: UInt32

  package init(hostUser: UInt32, hostGroup: UInt32, entry: ControlGroupEntry, berth: UInt32) {
    self.berth = berth
    self.hostUser = hostUser
    self.hostGroup = hostGroup
    self.entry = entry
  }

  /// User and group as the job sees them.
  package static let jobUser: UInt32 = 1000

  /// How many descriptors come with the message.
  package var descriptorCount: Int {
    switch entry {
    case .none, .command: 1
    case .directory: 2
    case .taskFiles(let count): 1 + Int(count)
    }
  }
}

extension CellRequest {
  func encode(into writer: inout WireWriter) {
    writer.write(hostUser)
    writer.write(hostGroup)
    switch entry {
    case .none: writer.write(UInt8(0))
    case .directory: writer.write(UInt8(1))
    case .taskFiles(let count):
      writer.write(UInt8(2))
      writer.write(count)
    case .command: writer.write(UInt8(3))
    }
    writer.write(berth)
  }

  init(from reader: inout WireReader) throws(WireError) {
    hostUser = try reader.number(UInt32.self)
    hostGroup = try reader.number(UInt32.self)
    switch try reader.number(UInt8.self) {
    case 0: entry = .none
    case 1: entry = .directory
    case 2: entry = .taskFiles(try reader.number(UInt8.self))
    case 3: entry = .command
    case let tag: throw .unknownValue(field: "entry", value: UInt64(tag))
    }
    berth = try reader.number(UInt32.self)
  }
}
