/// Everything about the process of a job: what the cell runs once its file system stands.
///
/// Descriptors with the message: standard output, then standard error.
package struct Launch: Equatable, Sendable {
  package struct ResourceLimit: Equatable, Sendable {
    /// The kernel's number, as `RLIMIT_NOFILE`.
    package let resource: UInt8
    package let value: UInt64

    package init(resource: UInt8, value: UInt64) {
      self.resource = resource
      self.value = value
    }
  }

  /// The program and its arguments; a name without `/` is looked up on the job's `PATH`.
  package let command: [String]
  /// Entries `NAME=value`.
  package let environment: [String]
  /// An absolute path inside the job's root.
  package let workingDirectory: String
  package let resourceLimits: [ResourceLimit]
  /// Instructions of the system call filter, 8 bytes each.
  package let filter: [UInt8]
  /// Whether the filter leaves calls to the cell; see `FilterProgram`.
  package let listens: Bool
  /// What the answers to `getrandom` follow from where they are left to the cell, up to 32 bytes.
  package let randomSeed: [UInt8]
  /// Same addresses in every run.
  package let fixedAddresses: Bool
  /// One processor only.
  package let singleProcessor: Bool
  /// Nil for a job without any network.
  package let network: NetworkPlan?

  package init(
    command: [String], environment: [String], workingDirectory: String,
    resourceLimits: [ResourceLimit], filter: [UInt8], listens: Bool = false,
    randomSeed: [UInt8] = [], fixedAddresses: Bool, singleProcessor: Bool,
    network: NetworkPlan? = nil
  ) {
    self.command = command
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.resourceLimits = resourceLimits
    self.filter = filter
    self.listens = listens
    self.randomSeed = randomSeed
    self.fixedAddresses = fixedAddresses
    self.singleProcessor = singleProcessor
    self.network = network
  }
}

extension Launch {
  func encode(into writer: inout WireWriter) {
    writer.write(list: command) { $0.write($1) }
    writer.write(list: environment) { $0.write($1) }
    writer.write(workingDirectory)
    writer.write(list: resourceLimits) {
      $0.write($1.resource)
      $0.write($1.value)
    }
    writer.write(filter)
    writer.write(listens)
    writer.write(randomSeed)
    writer.write(fixedAddresses)
    writer.write(singleProcessor)
    writer.write(network != nil)
    network?.encode(into: &writer)
  }

  init(from reader: inout WireReader) throws(WireError) {
    command = try reader.list("command", limit: WireLimits.arguments) {
      reader throws(WireError) in
      try reader.text("argument", limit: WireLimits.string)
    }
    environment = try reader.list("environment", limit: WireLimits.variables) {
      reader throws(WireError) in
      try reader.text("variable", limit: WireLimits.string)
    }
    workingDirectory = try reader.text("working directory", limit: WireLimits.path)
    resourceLimits = try reader.list("resource limits", limit: WireLimits.resourceLimits) {
      reader throws(WireError) in
      ResourceLimit(
        resource: try reader.number(UInt8.self), value: try reader.number(UInt64.self))
    }
    filter = try reader.raw("filter", limit: WireLimits.filter)
    guard filter.count % 8 == 0 else {
      throw .unknownValue(field: "filter size", value: UInt64(filter.count))
    }
    listens = try reader.flag("listens")
    randomSeed = try reader.raw("random seed", limit: WireLimits.seed)
    fixedAddresses = try reader.flag("fixed addresses")
    singleProcessor = try reader.flag("single processor")
    network = try reader.flag("network") ? NetworkPlan(from: &reader) : nil
  }
}
