package import Attestation

/// What became of one lease, as the requestor saw it. Nothing in it is verified.
package enum Reply: Hashable, Sendable {
  /// The provider sent this envelope.
  case answer(Envelope)
  /// The provider sent two envelopes for the one lease.
  case contradiction(Envelope, Envelope)
  /// The provider did not answer in time.
  case timedOut
  /// The provider, or the way to it, gave up; why.
  case failed(String)
}

extension Reply {
  /// Bytes of a failure's message that are kept.
  static let longestMessage = 1024
  /// Bytes that the envelopes of all replies together take in a bundle at most.
  private static let envelopeBudget = 8 << 20

  /// This reply as it is judged and written: a message that is too long is cut, and an answer that
  /// is too large counts as a failure. So no provider can keep a bundle from being sealed, nor
  /// write control characters to the terminal of whoever reads it.
  ///
  /// - Parameter maximum: among how many replies the room in a bundle is shared.
  func bounded(sharedBy maximum: Int) -> Reply {
    let envelopes: [Envelope]
    switch self {
    case .answer(let envelope): envelopes = [envelope]
    case .contradiction(let first, let second): envelopes = [first, second]
    case .timedOut: return self
    case .failed(let message): return .failed(Self.plain(message))
    }
    let size = envelopes.reduce(0) { $0 + $1.largestEncodedSize }
    let limit = Self.envelopeBudget / maximum
    return size <= limit
      ? self : .failed("sent up to \(size) bytes, of which at most \(limit) are kept")
  }

  /// The beginning of `message` that is kept, without control characters.
  static func plain(_ message: String) -> String {
    var text = String.UnicodeScalarView()
    var size = 0
    for scalar in message.unicodeScalars {
      let kept = scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
      size += UTF8.width(kept)
      if size > longestMessage { break }
      text.append(kept)
    }
    return String(text)
  }
}

extension Envelope {
  /// Bytes that this envelope takes in a document at most; a byte of text may need six (`\u0000`).
  fileprivate var largestEncodedSize: Int {
    signatures.reduce(unverifiedPayload.count * 4 / 3 + payloadType.utf8.count * 6 + 128) {
      $0 + ($1.keyID?.utf8.count ?? 0) * 6 + 128
    }
  }
}
