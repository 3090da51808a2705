/// A place at which two documents differ.
package struct JSONDifference: Equatable, Sendable, CustomStringConvertible {
  /// In the notation of `JSONField.path`.
  package let path: String
  /// What each has there, as JSON cut to a readable length; nil if nothing.
  package let found: String?
  package let expected: String?

  package var description: String {
    let place = path.isEmpty ? "the document" : path
    return "\(place): \(found ?? "nothing") instead of \(expected ?? "nothing")"
  }
}

extension JSON {
  /// Every place at which this value's canonical form differs from that of `expected`, the deepest
  /// common places first named; none if and only if the two forms are the same bytes.
  package func differences(from expected: JSON) -> [JSONDifference] {
    Self.differences(JSONField(self), JSONField(expected))
  }

  private static func differences(_ found: JSONField, _ expected: JSONField) -> [JSONDifference] {
    switch (found.value, expected.value) {
    case (.object(let left)?, .object(let right)?):
      let added = left.members.filter { right[$0.name] == nil }
      return (right.members + added).flatMap { member in
        let path = JSONPath.join(found.path, JSONPath.step(member.name))
        return differences(
          JSONField(left[member.name], path: path), JSONField(right[member.name], path: path))
      }
    case (.array(let left)?, .array(let right)?):
      return (0..<max(left.count, right.count)).flatMap { index in
        let path = JSONPath.join(found.path, JSONPath.step(index))
        return differences(
          JSONField(index < left.count ? left[index] : nil, path: path),
          JSONField(index < right.count ? right[index] : nil, path: path))
      }
    case (let left, let right):
      // By bytes: Swift holds canonically equivalent texts for equal.
      guard left?.canonicalBytes != right?.canonicalBytes else { return [] }
      return [
        JSONDifference(path: found.path, found: found.excerpt, expected: expected.excerpt)
      ]
    }
  }
}
