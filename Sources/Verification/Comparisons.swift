import Attestation
import Content
import Jobs

/// What the requestor found when it compared outputs by their numbers: for pairs of contents, by
/// their digests. A verdict by numbers follows from it together with the statements, without the
/// outputs; who has them can make it again.
package struct Comparisons: Hashable, Sendable {
  /// Pairs that are compared; further ones stay uncompared and agree with nothing.
  static let most = 4096

  /// Two contents, in ascending order of their digests.
  struct Pair: Hashable, Comparable, Sendable {
    let first: Digest
    let second: Digest

    init(_ one: Digest, _ other: Digest) {
      (first, second) = one < other ? (one, other) : (other, one)
    }

    static func < (left: Pair, right: Pair) -> Bool {
      (left.first, left.second) < (right.first, right.second)
    }
  }

  /// The first of a pair is what a difference calls “found”.
  private(set) var differences: [Pair: NumericDifference] = [:]

  /// None.
  init() {}

  /// How `found` differs from `accepted`; nil where they were not compared.
  subscript(found: Digest, accepted: Digest) -> NumericDifference? {
    let pair = Pair(found, accepted)
    let difference = differences[pair]
    return pair.first == found ? difference : difference?.reversed
  }
}

extension Comparisons {
  /// Compares what different claims say that the same output is.
  ///
  /// - Parameter contents: a content by its digest; nil where it is not to be had.
  init(
    of claims: Set<Claim>, tolerance: Tolerance, contents: (Digest) -> [UInt8]?
  ) {
    for pair in Self.pairs(of: claims) {
      guard let first = contents(pair.first), let second = contents(pair.second) else { continue }
      differences[pair] = NumericDifference(first, second, tolerance: tolerance)
    }
  }

  /// Whether the output of this name is compared by its numbers.
  static func lookInto(_ name: String) -> Bool {
    name.utf8.starts(with: "out/".utf8) && name.hasSuffix(".npy")
  }

  /// The contents that a comparison of `claims` looks at, in the order of their names and digests.
  static func pairs(of claims: Set<Claim>) -> Set<Pair> {
    var candidates: [String: Set<Digest>] = [:]
    for claim in claims {
      for output in claim.outputs where lookInto(output.name) {
        candidates[output.name, default: []].insert(output.digest)
      }
    }
    var pairs: Set<Pair> = []
    for (_, digests) in candidates.sorted(by: { $0.key < $1.key }) {
      let ordered = digests.sorted()
      for (index, first) in ordered.enumerated() {
        for second in ordered[(index + 1)...] {
          guard pairs.count < most else { return pairs }
          pairs.insert(Pair(first, second))
        }
      }
    }
    return pairs
  }

  /// Ascending; `[{"first":"sha256:…","second":"sha256:…","difference":{…}}]`.
  var json: JSON {
    .array(
      differences.sorted { $0.key < $1.key }.map { pair, difference in
        .object([
          "first": .string(pair.first.description), "second": .string(pair.second.description),
          "difference": difference.json,
        ])
      })
  }

  init(reading field: JSONField) throws(FieldError) {
    var last: Pair?
    for element in try field.elements(atMost: Self.most) {
      let members = try element.object("first", "second", "difference")
      let (first, second) = (try members["first"].digest(), try members["second"].digest())
      let pair = Pair(first, second)
      guard first < second, last.map({ $0 < pair }) ?? true else {
        throw element.expected("pairs in ascending order of their digests, each once")
      }
      differences[pair] = try NumericDifference(reading: members["difference"])
      last = pair
    }
  }
}
