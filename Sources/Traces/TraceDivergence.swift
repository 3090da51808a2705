package import Attestation
package import Content

/// The first step in which a trace differs from the accepted one, in a form that whoever knows the two
/// commitments can check: both steps, and that everything before them is the same.
///
/// `{"accepted":{…},"found":{…},"index":17}`
package struct TraceDivergence: Hashable, Sendable {
  /// Of the step, from 0.
  package let index: Int64
  package let found: TraceOpening
  package let accepted: TraceOpening

  package init(index: Int64, found: TraceOpening, accepted: TraceOpening) {
    self.index = index
    self.found = found
    self.accepted = accepted
  }

  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("accepted", "found", "index")
    self.init(
      index: try fields["index"].integer(in: 0...JSON.largestInteger),
      found: try TraceOpening(reading: fields["found"]),
      accepted: try TraceOpening(reading: fields["accepted"]))
  }

  package var json: JSON {
    .object(["accepted": accepted.json, "found": found.json, "index": .integer(index)])
  }

  /// Whether the traces that these commitments speak of really part here.
  package func isProven(found: TraceCommitment, accepted: TraceCommitment) -> Bool {
    self.found.isProven(at: index, by: found) && self.accepted.isProven(at: index, by: accepted)
      && self.found.step != self.accepted.step
      && self.found.beginning(index, of: found.steps)
        == self.accepted.beginning(index, of: accepted.steps)
  }
}
