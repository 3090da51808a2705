/// What a statement must fulfil to count; named by how it is broken. The names are stable.
package enum StatementRule: String, CaseIterable, Sendable {
  /// It was made for another lease: a replay, or a mix-up.
  case wrongLease = "wrong-lease"
  /// It does not carry the nonce of the lease.
  case wrongNonce = "wrong-nonce"
  /// It, or its lease, is about another job.
  case wrongJob = "wrong-job"
  /// The provider's identity does not vouch for the session that signed.
  case unboundSession = "unbound-session"
  /// The runtime is not the one that the session's evidence is about.
  case wrongRuntime = "wrong-runtime"
  /// Another image was run.
  case wrongImage = "wrong-image"
  /// The inputs were others than the job's.
  case wrongInputs = "wrong-inputs"
  /// The limits were others than the job's, wider or narrower.
  case wrongLimits = "wrong-limits"
  /// The sandbox fixed less, or more, than the job asked for.
  case wrongDeterminism = "wrong-determinism"
  /// It names another numeric profile than the job, or none where the job names one.
  case wrongNumericProfile = "wrong-numeric-profile"
  /// The command succeeded without a file that the job declares.
  case missingOutput = "missing-output"
  /// There is an output that the job does not declare.
  case undeclaredOutput = "undeclared-output"
  /// Its trace cannot be one of the outputs and the end that it names.
  case wrongTrace = "wrong-trace"
  /// It ended after the verdict, by more than clocks may differ.
  case timeInFuture = "time-in-future"
}
