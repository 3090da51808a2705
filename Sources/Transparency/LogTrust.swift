package import Content
import Crypto

/// Which logs somebody believes, and how many of which witnesses must have seen a checkpoint.
package struct LogTrust: Hashable, Sendable {
  private static let mostKeys = 64
  /// Milliseconds by which a witness's clock may be ahead, where nobody says otherwise.
  package static let standardClockSkew: Int64 = 300_000

  /// Keys of logs, each named by its log's origin.
  package let logs: [NoteKey]
  package let witnesses: [NoteKey]
  /// How many different witnesses must have cosigned a checkpoint; 0 for none.
  package let threshold: Int

  /// Nil where no log is given, where a key is in the other's role (a log is not its own witness),
  /// or where there are fewer different witnesses than the threshold asks for.
  package init?(logs: [NoteKey], witnesses: [NoteKey] = [], threshold: Int = 0) {
    let logKeys = Set(logs.map(\.publicKey))
    let witnessKeys = Set(witnesses.map(\.publicKey))
    guard !logs.isEmpty, logs.count <= Self.mostKeys, witnesses.count <= Self.mostKeys,
      logs.allSatisfy({ $0.role == .log }), witnesses.allSatisfy({ $0.role == .witness }),
      logKeys.isDisjoint(with: witnessKeys), (0...witnessKeys.count).contains(threshold)
    else { return nil }
    self.logs = logs
    self.witnesses = witnesses
    self.threshold = threshold
  }

  /// Reads `{"logs":["<key>"],"witnesses":["<key>"],"threshold":1}`, keys as `NoteKey` has them;
  /// the last two may be absent.
  package init(reading field: JSONField) throws(FieldError) {
    let members = try field.object("logs", "witnesses", "threshold")
    let logs = try Self.keys(members["logs"], .log)
    let witnesses =
      try members["witnesses"].optional { field throws(FieldError) in
        try Self.keys(field, .witness)
      } ?? []
    let threshold =
      try members["threshold"].optional { field throws(FieldError) in
        Int(try field.integer(in: 0...Int64(Self.mostKeys)))
      } ?? 0
    guard let trust = LogTrust(logs: logs, witnesses: witnesses, threshold: threshold) else {
      throw field.expected(
        "at least one log, no witness with a log's key, and at least as many witnesses with "
          + "different keys as the threshold")
    }
    self = trust
  }

  private static func keys(
    _ field: JSONField, _ role: NoteKey.Role
  ) throws(FieldError) -> [NoteKey] {
    var keys: [NoteKey] = []
    for element in try field.elements(atMost: mostKeys) {
      guard let key = NoteKey(try element.string()), key.role == role else {
        throw element.expected("the key of a \(role.noun), “name+id+base64”")
      }
      keys.append(key)
    }
    return keys
  }

  package var json: JSON {
    .object([
      "logs": .strings(logs.map(\.description)),
      "witnesses": .strings(witnesses.map(\.description)),
      "threshold": .integer(Int64(threshold)),
    ])
  }
}

extension NoteKey.Role {
  /// What people call it.
  package var noun: String {
    switch self {
    case .log: "log"
    case .witness: "witness"
    }
  }
}
