import Content

/// A kind of system call that the sandbox refused, and how often: `{"call":"ptrace","count":3}`.
package struct Violation: Hashable, Sendable {
  /// The system call's name, or what stands for several.
  package let call: String
  /// At least 1.
  package let count: Int64

  package init(call: String, count: Int64) {
    self.call = call
    self.count = count
  }

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    call = try reader.string("call")
    count = try reader.integer("count", in: FieldRule.sizes)
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("call", call)
      writer.member("count", count)
    }
  }
}
