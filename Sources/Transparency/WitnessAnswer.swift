/// What a witness says to a log's request, with the status that HTTP has for it.
package enum WitnessAnswer: Equatable, Sendable {
  /// It saw the checkpoint, and remembers it.
  case cosigned(Cosignature)
  /// Not a request, or one that shrinks the log.
  case malformed
  /// None of the signatures is that of the log's key.
  case unsigned
  /// A log that this witness does not watch.
  case unknownLog
  /// The witness last saw another size, which it tells, or another root at this size.
  case conflict(size: UInt64)
  /// The checkpoint does not continue what the witness saw before.
  case inconsistent
  /// The witness could not write down what it saw, and therefore does not vouch for it.
  case failed(LogError)

  package var status: Int {
    switch self {
    case .cosigned: 200
    case .malformed: 400
    case .unsigned: 403
    case .unknownLog: 404
    case .conflict: 409
    case .inconsistent: 422
    case .failed: 500
    }
  }

  package var body: String {
    switch self {
    case .cosigned(let cosignature): cosignature.signature.line
    case .malformed: "malformed request\n"
    case .unsigned: "no valid signature of the log\n"
    case .unknownLog: "unknown log\n"
    case .conflict(let size): "\(size)\n"
    case .inconsistent: "the consistency proof does not hold\n"
    case .failed: "internal error\n"
    }
  }
}
