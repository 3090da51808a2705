package import Attestation

/// What became of one lease, as the requestor saw it. Nothing in it is verified.
package enum Reply: Hashable, Sendable {
  /// The provider sent this envelope.
  case answer(Envelope)
  /// The provider sent two envelopes for the one lease.
  case contradiction(Envelope, Envelope)
  /// The provider did not answer in time.
  case timedOut
  /// The provider, or the way to it, gave up; why, in at most `longestMessage` bytes.
  case failed(String)

  /// Bytes that a failure's message has at most.
  package static let longestMessage = 1024

  /// A failure whose message is cut where it is too long.
  package static func failed(because message: String) -> Reply {
    var text = message
    while text.utf8.count > longestMessage { text.removeLast() }
    return .failed(text)
  }
}
