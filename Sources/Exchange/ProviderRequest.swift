package import Content
package import Jobs

/// What a requestor asks of a provider: one line of canonical JSON.
///
/// `{"message":"describe"}` or `{"job":{…},"lease":{…},"message":"execute"}`
package enum ProviderRequest: Sendable {
  /// Who are you?
  case describe
  /// Execute this lease; the inputs lie in the shared blob store.
  case execute(Lease, JobSpecification)

  package var json: JSON {
    switch self {
    case .describe:
      .object(["message": .string("describe")])
    case .execute(let lease, let job):
      .object([
        "message": .string("execute"), "lease": lease.json, "job": job.json,
      ])
    }
  }

  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("message", "lease", "job")
    switch try fields["message"].string() {
    case "describe": self = .describe
    case "execute":
      self = .execute(
        try Lease(reading: fields["lease"]), try JobSpecification(reading: fields["job"]))
    default: throw fields["message"].expected("“describe” or “execute”")
    }
  }
}
