import Content

/// What came of an execution besides its outputs: `{"termination":{…}}`.
package struct Outcome: Hashable, Sendable {
  package let termination: Termination

  package init(termination: Termination) {
    self.termination = termination
  }

  init(reading field: JSONField) throws(FieldError) {
    termination = try Termination(reading: field.object("termination")["termination"])
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.name("termination")
      termination.write(to: &writer)
    }
  }
}
