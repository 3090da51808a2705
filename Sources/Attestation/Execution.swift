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
  /// The arithmetic that the job's results follow; nil where the job named none.
  package let numericProfile: String?
  package let outcome: Outcome
  package let platform: Platform
  /// The key that speaks here, and must be among those that signed.
  package let provider: PublicKey
  package let runtime: Measurement
  package let startedAt: Timestamp
  package let usage: ResourceUsage

  package init(
    job: Digest, image: Digest, inputs: [ResourceDescriptor], lease: LeaseReference,
    outcome: Outcome, limits: ExecutionLimits, usage: ResourceUsage, isolation: Isolation,
    determinism: DeterminismClass, numericProfile: String? = nil, runtime: Measurement,
    platform: Platform, provider: PublicKey, startedAt: Timestamp, finishedAt: Timestamp,
    critical: [String] = []
  ) {
    self.critical = critical
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
    self.usage = usage
  }

  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object(
      "critical", "determinism", "finishedAt", "image", "inputs", "isolation", "job", "lease",
      "limits", "numericProfile", "outcome", "platform", "provider", "runtime", "startedAt",
      "usage")
    critical = try fields["critical"].texts(atMost: Self.mostCritical)
    determinism = try fields["determinism"].choice(of: DeterminismClass.self)
    finishedAt = try fields["finishedAt"].timestamp()
    image = try fields["image"].digest()
    inputs = try fields["inputs"].descriptors(atMost: Self.mostInputs)
    isolation = try Isolation(reading: fields["isolation"])
    job = try fields["job"].digest()
    lease = try LeaseReference(reading: fields["lease"])
    limits = try ExecutionLimits(reading: fields["limits"])
    numericProfile = try fields["numericProfile"].optional { field throws(FieldError) in
      try field.string()
    }
    outcome = try Outcome(reading: fields["outcome"])
    platform = try Platform(reading: fields["platform"])
    provider = try fields["provider"].publicKey()
    runtime = try Measurement(reading: fields["runtime"])
    startedAt = try fields["startedAt"].timestamp()
    usage = try ResourceUsage(reading: fields["usage"])
  }
}

extension Execution {
  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("critical", each: critical) { $0.string($1) }
      writer.member("determinism", determinism.rawValue)
      writer.member("finishedAt", finishedAt.description)
      writer.member("image", image.description)
      writer.member("inputs", each: inputs) { $1.write(to: &$0) }
      writer.name("isolation")
      isolation.write(to: &writer)
      writer.member("job", job.description)
      writer.name("lease")
      lease.write(to: &writer)
      writer.name("limits")
      limits.write(to: &writer)
      if let numericProfile { writer.member("numericProfile", numericProfile) }
      writer.name("outcome")
      outcome.write(to: &writer)
      writer.name("platform")
      platform.write(to: &writer)
      writer.member("provider", provider.hexadecimal)
      writer.name("runtime")
      runtime.write(to: &writer)
      writer.member("startedAt", startedAt.description)
      writer.name("usage")
      usage.write(to: &writer)
    }
  }

  func validate(_ rule: FieldRule) throws(FieldError) {
    try rule["critical"].texts(critical, atMost: Self.mostCritical)
    try rule["finishedAt"].require(
      startedAt <= finishedAt, finishedAt.description, "a time not before startedAt")
    try rule["inputs"].descriptors(
      inputs, in: 0...Self.mostInputs, named: RelativePath.rule
    ) { RelativePath($0) != nil }
    try isolation.validate(rule["isolation"])
    try lease.validate(rule["lease"])
    try limits.validate(rule["limits"])
    if let numericProfile { try rule["numericProfile"].text(numericProfile) }
    try platform.validate(rule["platform"])
    try runtime.validate(rule["runtime"])
    try usage.validate(rule["usage"])
  }
}
