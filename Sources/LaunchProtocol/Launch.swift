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

  package init(
    command: [String], environment: [String], workingDirectory: String,
    resourceLimits: [ResourceLimit]
  ) {
    self.command = command
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.resourceLimits = resourceLimits
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
  }
}
