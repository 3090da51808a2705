/// How two results of one job are compared.
package enum Comparator: Hashable, Sendable {
  /// They agree if and only if they ended alike and left the same outputs, stdout and stderr
  /// included: the same names with the same digests. Usage, times and platform are not compared.
  ///
  /// An execution that a limit ended stops at no particular point. So what it had written by then
  /// is not compared, and not part of the accepted result either.
  case digest
  /// As `digest`, but two output files whose names end in `.npy` may also differ, if they are arrays
  /// of one type and shape and no element differs by more than the tolerance.
  case numeric(Tolerance)

  /// The names by which jobs choose.
  enum Kind: String, CaseIterable {
    case digest
    case numeric
  }

  var kind: Kind {
    switch self {
    case .digest: .digest
    case .numeric: .numeric
    }
  }

  /// What elements may differ by; nil where nothing may differ.
  package var tolerance: Tolerance? {
    if case .numeric(let tolerance) = self { tolerance } else { nil }
  }
}
