package import Content
import Jobs

extension Bundle {
  /// Every content that the requestor has compared with another.
  package var comparedContents: Set<Digest> {
    Set(comparisons?.differences.keys.flatMap { [$0.first, $0.second] } ?? [])
  }

  /// Compares the outputs again that are to be had, and holds the result against the bundle.
  func compared(
    _ claims: Set<Claim>, _ expectations: Expectations
  ) -> BundleReport.Outcome {
    guard let comparisons, let tolerance = job.redundancy.comparator.tolerance else {
      return .notChecked("digests decide")
    }
    let pairs = Comparisons.pairs(of: claims)
    let foreign = comparisons.differences.keys.filter { !pairs.contains($0) }
    guard foreign.isEmpty else {
      return .failed("\(foreign.count) of outputs that nobody claims")
    }
    guard let contents = expectations.contents else {
      return .notChecked("the outputs were not looked at: the requestor's word")
    }
    let again = Comparisons(of: claims, tolerance: tolerance, contents: contents)
    for (pair, difference) in again.differences.sorted(by: { $0.key < $1.key })
    where comparisons.differences[pair] != difference {
      let written = comparisons.differences[pair]?.description ?? "not compared"
      return .failed("\(pair.first) and \(pair.second): \(written), but they are: \(difference)")
    }
    let open = pairs.count - again.differences.count
    return open == 0
      ? .passed
      : .notChecked("\(open) of \(pairs.count) need outputs that are not there")
  }
}
