import Linux

/// Why an age file could not be read or written.
package struct AgeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The conclusions that the format's test vectors tell apart, then the keys and the system.
  package enum Reason: String, CaseIterable, Sendable {
    /// The text around the file is no proper armor.
    case armor = "armor failure"
    /// The header breaks a rule of the format.
    case header = "header failure"
    /// A proper file, but for nobody whose identity was tried.
    case noMatch = "no match"
    /// The header was changed after it was written.
    case headerCode = "HMAC failure"
    /// The text behind the header was cut, lengthened or changed.
    case payload = "payload failure"
    /// The text of a recipient or an identity is not one.
    case key = "invalid key"
    /// The system failed, or had no random bytes.
    case system = "system failure"
  }

  package let reason: Reason
  /// What was found and expected, for people; never a secret.
  package let detail: String

  init(_ reason: Reason, _ detail: String) {
    self.reason = reason
    self.detail = detail
  }

  init(_ error: SystemError) { self.init(.system, "\(error)") }

  package var description: String { "age: \(reason.rawValue): \(detail)" }
}
