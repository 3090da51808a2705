/// What a job's process gives up before it is known which command it will run.
package struct Confinement: Hashable, Sendable {
  /// Instructions of the system call filter, 8 bytes each.
  package let filter: [UInt8]
  /// Whether the filter leaves calls to the cell; see `FilterProgram`.
  package let listens: Bool
  /// Same addresses in every run.
  package let fixedAddresses: Bool
  /// One processor only.
  package let singleProcessor: Bool

  package init(
    filter: [UInt8], listens: Bool = false, fixedAddresses: Bool, singleProcessor: Bool
  ) {
    self.filter = filter
    self.listens = listens
    self.fixedAddresses = fixedAddresses
    self.singleProcessor = singleProcessor
  }
}

extension Confinement {
  func encode(into writer: inout WireWriter) {
    writer.write(filter)
    writer.write(listens)
    writer.write(fixedAddresses)
    writer.write(singleProcessor)
  }

  init(from reader: inout WireReader) throws(WireError) {
    filter = try reader.raw("filter", limit: WireLimits.filter)
    guard filter.count % 8 == 0 else {
      throw .unknownValue(field: "filter size", value: UInt64(filter.count))
    }
    listens = try reader.flag("listens")
    fixedAddresses = try reader.flag("fixed addresses")
    singleProcessor = try reader.flag("single processor")
  }
}
