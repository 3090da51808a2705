extension AuditFinding {
  /// Stable names: they appear in reports, and the README lists them.
  package enum Kind: String, CaseIterable, Sendable {
    /// The log signed two roots of one size.
    case equivocation
    /// The log signed two heads of which neither continues the other.
    case splitView = "split-view"
    /// The log is smaller than it was at the last audit.
    case rolledBack = "rolled-back"
    /// A checkpoint that the log's key did not sign, or not for this log.
    case foreignCheckpoint = "foreign-checkpoint"
    /// A file of the log is missing, or is not what its checkpoint covers.
    case damagedLog = "damaged-log"
    /// A bundle's proof does not lead from its entry to a checkpoint of the log.
    case invalidProof = "invalid-proof"
    /// What a bundle says is logged, or a proof puts at an index, is not there.
    case missingEntry = "missing-entry"
    /// A statement is another than its log entry says.
    case statementMismatch = "statement-mismatch"
    /// Not a bundle, though it is named as one.
    case malformedBundle = "malformed-bundle"
    /// A bundle whose seal, leases or verdict do not hold.
    case unsoundBundle = "unsound-bundle"
    /// One lease, answered more than once.
    case replayedLease = "replayed-lease"
    /// One nonce in several leases.
    case replayedNonce = "replayed-nonce"
    /// A provider signed two statements for one lease.
    case providerEquivocated = "provider-equivocated"
    /// One key in two roles.
    case keyMisuse = "key-misuse"
    /// Evidence from a machine whose memory can be read and changed.
    case debugEvidence = "debug-evidence"
    /// A runtime, or a measured value, that the policy does not know.
    case unknownMeasurement = "unknown-measurement"
    /// Firmware below the policy's minimum, or out of date by its vendor's word.
    case oldFirmware = "tcb-below-policy"
    /// Evidence that is absent or not believed.
    case evidenceRefused = "evidence-refused"
    /// Anything else that the policy does not accept.
    case policyRefused = "policy-refused"
    /// Proof of nothing; nobody is accused.
    case fraudProofRefused = "fraud-proof-refused"
    /// The newest sign of life of the log is older than allowed.
    case staleCheckpoint = "stale-checkpoint"
    /// A checkpoint beyond the files at hand, so that it cannot be compared with them.
    case unprovenCheckpoint = "unproven-checkpoint"
    /// Fewer witnesses than asked for signed the log's head.
    case fewWitnesses = "few-witnesses"
    /// An entry that is no record of this system.
    case malformedEntry = "malformed-entry"
    /// The same record twice.
    case duplicateEntry = "duplicate-entry"
    /// A provider's result was not the accepted one.
    case providerDeviated = "provider-deviated"
    /// A provider's statement did not count.
    case providerInvalid = "provider-invalid"
    /// Times that do not ascend with the log's indices.
    case timeBackwards = "time-backwards"
    /// A time beyond that of the audit.
    case timeInFuture = "time-in-future"
    /// A provider gave no result.
    case providerFailed = "provider-failed"
    /// A bundle in which no result was accepted.
    case noResult = "no-result"
    /// A bundle whose statements are in none of the logs at hand, and which claims no entry.
    case unloggedBundle = "unlogged-bundle"
    /// A logged bundle counts statements that are not in the log; unsigned ones never are.
    case missingStatement = "missing-statement"
    /// Entries for which no bundle was handed in.
    case missingBundle = "missing-bundle"
    /// A copy that has not got as far as another.
    case laggingCopy = "lagging-copy"
    /// One bundle, handed in several times.
    case repeatedBundle = "repeated-bundle"

    package var severity: Severity {
      switch self {
      case .equivocation, .splitView, .rolledBack, .foreignCheckpoint, .damagedLog, .invalidProof,
        .missingEntry, .statementMismatch, .malformedBundle, .unsoundBundle, .replayedLease,
        .replayedNonce, .providerEquivocated, .keyMisuse, .debugEvidence, .unknownMeasurement:
        .alarm
      case .oldFirmware, .evidenceRefused, .policyRefused, .fraudProofRefused, .staleCheckpoint,
        .unprovenCheckpoint, .fewWitnesses, .malformedEntry, .providerDeviated, .providerInvalid,
        .timeBackwards, .timeInFuture:
        .warning
      case .duplicateEntry, .providerFailed, .noResult, .unloggedBundle, .missingStatement,
        .missingBundle, .laggingCopy, .repeatedBundle:
        .notice
      }
    }

    /// What it means, in one line for people.
    package var title: String {
      switch self {
      case .equivocation: "The log signed two histories of one length"
      case .splitView: "The log showed different people different histories"
      case .rolledBack: "The log is shorter than it was"
      case .foreignCheckpoint: "A checkpoint is not this log's"
      case .damagedLog: "Files of the log are not what was signed"
      case .invalidProof: "A proof of inclusion does not hold"
      case .missingEntry: "A logged statement is not in the log"
      case .statementMismatch: "A statement is not the one that was logged"
      case .malformedBundle: "A file is no bundle"
      case .unsoundBundle: "A bundle does not hold what it says"
      case .replayedLease: "A lease was answered more than once"
      case .replayedNonce: "A nonce was used more than once"
      case .providerEquivocated: "A provider contradicted itself under its signature"
      case .keyMisuse: "A key is used in two roles"
      case .debugEvidence: "A provider ran in debug mode"
      case .unknownMeasurement: "A runtime is not one that the policy knows"
      case .oldFirmware: "A provider's firmware is too old"
      case .evidenceRefused: "Evidence is missing or not believed"
      case .policyRefused: "The policy does not accept a statement"
      case .fraudProofRefused: "A fraud proof proves nothing"
      case .staleCheckpoint: "The log has not been heard of for too long"
      case .unprovenCheckpoint: "A checkpoint is ahead of the files at hand"
      case .fewWitnesses: "Too few witnesses signed the log's head"
      case .malformedEntry: "An entry is no record"
      case .duplicateEntry: "A record was logged twice"
      case .providerDeviated: "A provider's result deviated"
      case .providerInvalid: "A provider's statement was not counted"
      case .timeBackwards: "Times go backwards"
      case .timeInFuture: "A time lies in the future"
      case .providerFailed: "A provider gave no result"
      case .noResult: "No result was accepted"
      case .unloggedBundle: "A bundle is not in the log"
      case .missingStatement: "A bundle counts statements that were not logged"
      case .missingBundle: "Entries without a bundle"
      case .laggingCopy: "A copy lags behind"
      case .repeatedBundle: "A bundle was given twice"
      }
    }
  }
}
