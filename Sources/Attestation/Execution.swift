package import Content
package import Crypto

/// What one provider says about one execution of a job: the predicate of a statement.
///
/// STATEMENT.md beside this file explains every field.
package struct Execution: Hashable, Sendable {
  /// The versioned meaning of the fields below; another number at the end is another meaning.
  package static let predicateType = "urn:assay:execution:v1"
  private static let mostInputs = 4096
  private static let mostCritical = 16

  /// Extensions without which this statement would be misread; a reader that does not know one of
  /// them refuses the statement.
  package let critical: [String]
  package let determinism: DeterminismClass
  package let finishedAt: Timestamp
  /// Of the image's manifest.
  package let image: Digest
  /// By name below `/in`, ascending.
  package let inputs: [ResourceDescriptor]
  /// What stood between the execution and the host.
  package let isolation: Isolation
  /// Of the job's canonical specification.
  package let job: Digest
  package let lease: LeaseReference
  package let limits: ExecutionLimits
  /// The arithmetic that the job's results follow, in the job's own words; nil where it named none.
  /// Nobody has observed it.
  package let numericProfile: String?
  package let outcome: Outcome
  package let platform: Platform
  /// The key that speaks here, and must be among those that signed.
  package let provider: PublicKey
  package let runtime: Measurement
  package let startedAt: Timestamp
  /// What the runtime saw of the execution, step by step.
  package let trace: TraceCommitment
  package let usage: ResourceUsage

  package init(
    job: Digest, image: Digest, inputs: [ResourceDescriptor], lease: LeaseReference,
    outcome: Outcome, limits: ExecutionLimits, usage: ResourceUsage, isolation: Isolation,
    determinism: DeterminismClass, numericProfile: String? = nil, runtime: Measurement,
    platform: Platform, provider: PublicKey, trace: TraceCommitment, startedAt: Timestamp,
    finishedAt: Timestamp, critical: [String] = []
  ) {
    self.critical = critical.sorted(by: FieldRule.precedes)
    self.determinism = determinism
    self.finishedAt = finishedAt
    self.image = image
    self.inputs = ResourceDescriptor.sorted(inputs)
    self.isolation = isolation
    self.job = job
    self.lease = lease
    self.limits = limits
    self.numericProfile = numericProfile
    self.outcome = outcome
    self.platform = platform
    self.provider = provider
    self.runtime = runtime
    self.startedAt = startedAt
    self.trace = trace
    self.usage = usage
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    critical = try reader.strings("critical", atMost: Self.mostCritical)
    determinism = try reader.choice("determinism", of: DeterminismClass.self)
    finishedAt = try reader.timestamp("finishedAt")
    image = try reader.digest("image")
    inputs = try reader.descriptors("inputs", atMost: Self.mostInputs)
    isolation = try reader.object("isolation", Isolation.init(reading:))
    job = try reader.digest("job")
    lease = try reader.object("lease", LeaseReference.init(reading:))
    limits = try reader.object("limits", ExecutionLimits.init(reading:))
    numericProfile =
      reader.isNext("numericProfile") ? try reader.string("numericProfile") : nil
    outcome = try reader.object("outcome", Outcome.init(reading:))
    platform = try reader.object("platform", Platform.init(reading:))
    provider = try reader.publicKey("provider")
    runtime = try reader.object("runtime", Measurement.init(reading:))
    startedAt = try reader.timestamp("startedAt")
    trace = try reader.object("trace", TraceCommitment.init(reading:))
    usage = try reader.object("usage", ResourceUsage.init(reading:))
  }
}

extension Execution {
  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("critical", critical)
      writer.member("determinism", determinism.rawValue)
      writer.member("finishedAt", finishedAt.description)
      writer.member("image", image)
      writer.member("inputs", each: inputs) { $1.write(to: &$0) }
      writer.name("isolation")
      isolation.write(to: &writer)
      writer.member("job", job)
      writer.name("lease")
      lease.write(to: &writer)
      writer.name("limits")
      limits.write(to: &writer)
      if let numericProfile { writer.member("numericProfile", numericProfile) }
      writer.name("outcome")
      outcome.write(to: &writer)
      writer.name("platform")
      platform.write(to: &writer)
      writer.member("provider", hexadecimal: provider.bytes)
      writer.name("runtime")
      runtime.write(to: &writer)
      writer.member("startedAt", startedAt.description)
      writer.name("trace")
      trace.write(to: &writer)
      writer.name("usage")
      usage.write(to: &writer)
    }
  }

  func validate() throws(FieldError) {
    try FieldRule.texts("critical", critical, atMost: Self.mostCritical)
    try FieldRule.require(
      startedAt <= finishedAt, "finishedAt", finishedAt.description, "a time not before startedAt")
    try FieldRule.descriptors("inputs", inputs, in: 0...Self.mostInputs)
    try FieldRule.at("isolation") { () throws(FieldError) in try isolation.validate() }
    try FieldRule.at("lease") { () throws(FieldError) in try lease.validate() }
    try FieldRule.at("limits") { () throws(FieldError) in try limits.validate() }
    if let numericProfile { try FieldRule.text("numericProfile", numericProfile) }
    try FieldRule.at("platform") { () throws(FieldError) in try platform.validate() }
    try FieldRule.at("runtime") { () throws(FieldError) in try runtime.validate() }
    try FieldRule.at("trace") { () throws(FieldError) in try trace.validate() }
    try FieldRule.at("usage") { () throws(FieldError) in try usage.validate() }
  }
}
