/// When one step of a cell's life began and ended, on the monotonic clock.
package struct StepTime: Equatable, Sendable {
  package let step: SetupStep
  package let startNanoseconds: Int64
  package let endNanoseconds: Int64

  package init(_ step: SetupStep, startNanoseconds: Int64, endNanoseconds: Int64) {
    self.step = step
    self.startNanoseconds = startNanoseconds
    self.endNanoseconds = endNanoseconds
  }
}

extension StepTime {
  func encode(into writer: inout WireWriter) {
    writer.write(step.rawValue)
    writer.write(UInt64(bitPattern: startNanoseconds))
    writer.write(UInt64(bitPattern: endNanoseconds))
  }

  init(from reader: inout WireReader) throws(WireError) {
    step = try reader.value(SetupStep.self, "step")
    startNanoseconds = Int64(bitPattern: try reader.number(UInt64.self))
    endNanoseconds = Int64(bitPattern: try reader.number(UInt64.self))
  }
}
