import Content
import Crypto

/// The histories of all providers, as many as are kept.
struct ProviderBook: Sendable {
  /// Histories beyond these are only counted.
  static let most = 10_000

  private(set) var histories: [PublicKey: ProviderHistory] = [:]
  /// Statements of providers whose histories were not kept.
  private(set) var unkept = 0

  /// Changes the history of `key`, if it is kept.
  mutating func update(_ key: PublicKey, _ change: (inout ProviderHistory) -> Void) {
    guard histories[key] != nil || histories.count < Self.most else {
      unkept += 1
      return
    }
    change(&histories[key, default: ProviderHistory(key: key)])
  }
}
