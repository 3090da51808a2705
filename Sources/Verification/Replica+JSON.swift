import Attestation
import Content
import Evidence
import Jobs
import Traces

extension Replica {
  private enum Kind: String, CaseIterable {
    case answer
    case contradiction
    case timedOut = "timed-out"
    case failed
  }

  /// `{"lease":{…},"reply":{"kind":"answer","envelopes":[…]}}`; a failure has a `message`, and a
  /// provider that signs with a session's key has a `session`, and one whose trace leaves the accepted
  /// one may have a `divergence`.
  var json: JSON {
    let reply: JSON =
      switch reply {
      case .answer(let envelope): Self.reply(.answer, [envelope])
      case .contradiction(let first, let second): Self.reply(.contradiction, [first, second])
      case .timedOut: .object(["kind": .string(Kind.timedOut.rawValue)])
      case .failed(let message):
        .object(["kind": .string(Kind.failed.rawValue), "message": .string(message)])
      }
    return .object([
      "lease": lease.json, "reply": reply, "session": session?.json,
      "divergence": divergence?.json,
    ])
  }

  private static func reply(_ kind: Kind, _ envelopes: [Envelope]) -> JSON {
    .object(["kind": .string(kind.rawValue), "envelopes": .array(envelopes.map(\.json))])
  }

  /// Reads what `json` wrote.
  init(reading field: JSONField) throws(FieldError) {
    let members = try field.object("lease", "reply", "session", "divergence")
    self.init(
      lease: try Lease(reading: members["lease"]),
      reply: try Self.reply(reading: members["reply"]),
      session: try members["session"].optional { field throws(FieldError) in
        let session = try Session(reading: field)
        guard session.json == field.value else {
          throw field.expected("a session in the form in which it is written")
        }
        return session
      },
      divergence: try members["divergence"].optional { field throws(FieldError) in
        try TraceDivergence(reading: field)
      })
  }

  private static func reply(reading field: JSONField) throws(FieldError) -> Reply {
    let members = try field.object("kind", "envelopes", "message")
    let kind = try members["kind"].choice(of: Kind.self)
    switch kind {
    case .answer:
      let members = try field.object("kind", "envelopes")
      return .answer(try envelopes(members["envelopes"], count: 1)[0])
    case .contradiction:
      let members = try field.object("kind", "envelopes")
      let pair = try envelopes(members["envelopes"], count: 2)
      return .contradiction(pair[0], pair[1])
    case .timedOut:
      _ = try field.object("kind")
      return .timedOut
    case .failed:
      let message = try field.object("kind", "message")["message"]
      let text = try message.string()
      guard text.utf8.elementsEqual(Reply.plain(text).utf8) else {
        throw message.expected(
          "at most \(Reply.longestMessage) bytes without control characters")
      }
      return .failed(text)
    }
  }

  private static func envelopes(
    _ field: JSONField, count: Int
  ) throws(FieldError) -> [Envelope] {
    let elements = try field.elements(atMost: count)
    guard elements.count == count else { throw field.expected("\(count) envelopes") }
    var envelopes: [Envelope] = []
    for element in elements {
      let envelope = try Envelope(reading: element)
      // What an envelope does not keep, such as members unknown to DSSE, must not hide in a bundle.
      guard envelope.json == element.value else {
        throw element.expected("an envelope with nothing but what DSSE defines")
      }
      envelopes.append(envelope)
    }
    return envelopes
  }
}
