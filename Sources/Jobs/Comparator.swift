/// How two results of one job are compared.
package enum Comparator: String, CaseIterable, Sendable {
  /// They agree if and only if they ended alike and every output, stdout and stderr included, has
  /// the same digest.
  case digest
}
