package import Content

/// What a job may use at most, in base units; a provider enforces all of it and attests to it.
package struct Resources: Hashable, Sendable {
  /// Thousandths of a CPU.
  package internal(set) var milliCPUs: Int64 = 0
  /// Bytes of memory, what `/tmp` and `/out` hold included.
  package internal(set) var memory: Int64 = 0
  /// Processes and threads at a time.
  package internal(set) var pids: Int64 = 0
  /// Descriptors of one process.
  package internal(set) var openFiles: Int64 = 0
  /// Bytes below `/tmp`.
  package internal(set) var scratch: Int64 = 0
  /// Files and directories below `/tmp`.
  package internal(set) var scratchFiles: Int64 = 0
  /// Bytes below `/out`.
  package internal(set) var output: Int64 = 0
  /// Files and directories below `/out`.
  package internal(set) var outputFiles: Int64 = 0
  /// Bytes of standard output.
  package internal(set) var standardOutput: Int64 = 0
  /// Bytes of standard error.
  package internal(set) var standardError: Int64 = 0
  /// Milliseconds from start to end.
  package internal(set) var wallTime: Int64 = 0
  /// Milliseconds of CPU time over all processes.
  package internal(set) var cpuTime: Int64 = 0
  /// Bytes a second read from each device that the job's image and inputs lie on; 0 for no bound.
  package internal(set) var ioBandwidth: Int64 = 0
}

extension Resources {
  /// Reads a job file's `resources`; what it leaves out is the standard of `Resource.all`, CPU time
  /// the wall time on every CPU of the job (a share of one counts as one).
  package init(declared field: JSONField) throws(FieldError) {
    let members = try field.value == nil ? nil : field.object(Resource.all.map(\.name))
    var saidCPUTime = false
    for resource in Resource.all {
      let member = members?[resource.name] ?? JSONField(nil)
      let said = try member.optional { field throws(FieldError) in
        try field.amount(of: resource.quantity, in: resource.range)
      }
      self[keyPath: resource.amount] = said ?? resource.standard ?? 0
      if resource.amount == \.cpuTime { saidCPUTime = said != nil }
    }
    if !saidCPUTime { cpuTime = wallTime * ((milliCPUs + 999) / 1000) }
  }

  /// Reads a specification's `resources`: every limit, as an integer in base units.
  package init(reading field: JSONField) throws(FieldError) {
    let members = try field.object(Resource.all.map(\.baseName))
    for resource in Resource.all {
      self[keyPath: resource.amount] =
        try members[resource.baseName].integer(in: resource.range)
    }
  }

  package var json: JSON {
    var object = JSONObject()
    for resource in Resource.all {
      object[resource.baseName] = .integer(self[keyPath: resource.amount])
    }
    return .object(object)
  }
}
