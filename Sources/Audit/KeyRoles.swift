import Content
import Crypto

/// Which keys were met in which role; no honest key has two.
struct KeyRoles: Sendable {
  enum Role: String, Sendable {
    case log
    case witness
    case provider
    case requestor
  }

  /// So many keys are remembered.
  private static let most = 100_000

  private var roles: [PublicKey: Role] = [:]
  private var accused: Set<PublicKey> = []

  /// Notes a key.
  ///
  /// - Returns: the other role that it was met in before, when that is noticed for the first time.
  @discardableResult
  mutating func add(_ role: Role, _ key: PublicKey) -> Role? {
    guard let known = roles[key] else {
      if roles.count < Self.most { roles[key] = role }
      return nil
    }
    guard known != role, accused.insert(key).inserted else { return nil }
    return known
  }
}

extension AuditRun {
  /// Notes that `key` was met in a role, and reports it if it has another one, too.
  mutating func meet(_ key: PublicKey, as role: KeyRoles.Role, in subject: String) {
    guard let other = roles.add(role, key) else { return }
    report(
      .keyMisuse, subject,
      "the key \(key.hexadecimal) is a \(role.rawValue)'s and a \(other.rawValue)'s",
      provider: role == .provider || other == .provider ? key : nil)
  }
}
