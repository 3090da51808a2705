/// What the launcher, and then the cell, say to the supervisor over the cell's channel.
package enum CellReport: Equatable, Sendable {
  /// The cell exists. With it comes a pidfd of its first process.
  case created
  /// A step failed; nothing of the job ran, and the cell ends.
  case failed(SetupFailure)
  /// The command has ended and no process of the job is left. With it come the mounts of the
  /// job's output and of its scratch space.
  case ended(JobEnding)
  /// The job's network stands, and the job may have started. With it come the listening sockets, in
  /// the order of the plan's end points.
  case listening
  /// Nothing is left of the job that has ended, not even on its way through a socket: what it had may
  /// serve another one once the cell has ended.
  case vacated
}

/// How a job's first process ended, and what the whole job used.
package struct JobEnding: Equatable, Sendable {
  package enum Status: Equatable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  package let status: Status
  package let userMicroseconds: UInt64
  package let systemMicroseconds: UInt64
  /// The largest resident set of a single process.
  package let peakBytes: UInt64
  package let bytesRead: UInt64
  package let bytesWritten: UInt64
  package let refusals: Refusals
  /// Times of the steps that led here.
  package let steps: [StepTime]

  package init(
    status: Status, userMicroseconds: UInt64, systemMicroseconds: UInt64, peakBytes: UInt64,
    bytesRead: UInt64, bytesWritten: UInt64,
    refusals: Refusals = Refusals(calls: [], others: 0, killed: 0), steps: [StepTime]
  ) {
    self.status = status
    self.userMicroseconds = userMicroseconds
    self.systemMicroseconds = systemMicroseconds
    self.peakBytes = peakBytes
    self.bytesRead = bytesRead
    self.bytesWritten = bytesWritten
    self.refusals = refusals
    self.steps = steps
  }
}

extension CellReport {
  package var encoded: [UInt8] {
    var writer = WireWriter()
    switch self {
    case .created: writer.write(UInt8(1))
    case .failed(let failure):
      writer.write(UInt8(2))
      writer.write(failure.step.rawValue)
      writer.write(failure.code)
      writer.write(failure.detail)
    case .ended(let ending):
      writer.write(UInt8(3))
      ending.encode(into: &writer)
    case .listening: writer.write(UInt8(4))
    case .vacated: writer.write(UInt8(5))
    }
    return writer.bytes
  }

  package init(decoding bytes: [UInt8]) throws(WireError) {
    var reader = WireReader(bytes)
    switch try reader.number(UInt8.self) {
    case 1: self = .created
    case 2:
      self = .failed(
        SetupFailure(
          try reader.value(SetupStep.self, "step"), code: try reader.number(Int32.self),
          detail: try reader.text("detail", limit: WireLimits.path)))
    case 3: self = .ended(try JobEnding(from: &reader))
    case 4: self = .listening
    case 5: self = .vacated
    case let tag: throw .unknownValue(field: "report", value: UInt64(tag))
    }
    try reader.end()
  }
}

extension JobEnding {
  fileprivate func encode(into writer: inout WireWriter) {
    switch status {
    case .exited(let code):
      writer.write(UInt8(0))
      writer.write(code)
    case .signalled(let signal):
      writer.write(UInt8(1))
      writer.write(signal)
    }
    for value in [
      userMicroseconds, systemMicroseconds, peakBytes, bytesRead, bytesWritten,
    ] { writer.write(value) }
    refusals.encode(into: &writer)
    writer.write(list: steps) { $1.encode(into: &$0) }
  }

  fileprivate init(from reader: inout WireReader) throws(WireError) {
    switch try reader.number(UInt8.self) {
    case 0: status = .exited(try reader.number(Int32.self))
    case 1: status = .signalled(try reader.number(Int32.self))
    case let tag: throw .unknownValue(field: "status", value: UInt64(tag))
    }
    userMicroseconds = try reader.number(UInt64.self)
    systemMicroseconds = try reader.number(UInt64.self)
    peakBytes = try reader.number(UInt64.self)
    bytesRead = try reader.number(UInt64.self)
    bytesWritten = try reader.number(UInt64.self)
    refusals = try Refusals(from: &reader)
    steps = try reader.list("steps", limit: WireLimits.steps) { reader throws(WireError) in
      try StepTime(from: &reader)
    }
  }
}
