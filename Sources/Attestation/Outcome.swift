import Content

/// What came of an execution besides its outputs: `{"termination":{…}}`.
package struct Outcome: Hashable, Sendable {
  package let termination: Termination

  package init(termination: Termination) {
    self.termination = termination
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    termination = try reader.object("termination", Termination.init(reading:))
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.name("termination")
      termination.write(to: &writer)
    }
  }
}
