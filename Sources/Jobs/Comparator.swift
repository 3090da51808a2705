/// How two results of one job are compared.
package enum Comparator: String, CaseIterable, Sendable {
  /// They agree if and only if they ended alike and left the same outputs, stdout and stderr
  /// included: the same names with the same digests. Usage, times and platform are not compared.
  ///
  /// An execution that a limit ended stops at no particular point. So what it had written by then
  /// is not compared, and not part of the accepted result either.
  case digest
}
