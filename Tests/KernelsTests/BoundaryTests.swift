import Kernels
import Microkernels
import Testing

/// What an engine refuses before it touches memory.
@Suite struct BoundaryTests {
  static func attempt(
    _ left: Layout, _ right: Layout, _ target: Layout, counts: (Int, Int, Int)? = nil
  ) -> KernelError? {
    let counts = counts ?? (64, 64, 64)
    let a = [Float](repeating: 1, count: counts.0)
    let b = [Float](repeating: 1, count: counts.1)
    var c = [Float](repeating: 1, count: counts.2)
    var span = c.mutableSpan
    do throws(KernelError) {
      try Engine(level: .chosen()).multiply(a.span, left, b.span, right, into: &span, target)
      return nil
    } catch {
      return error
    }
  }

  static let square = Layout(rows: 4, columns: 4)

  @Test("A product that fits is computed")
  func fits() {
    #expect(Self.attempt(Self.square, Self.square, Self.square) == nil)
  }

  @Test(
    "Shapes that do not fit one another",
    arguments: [
      (Layout(rows: 4, columns: 3), square, square, "right"),
      (square, square, Layout(rows: 3, columns: 4), "target"),
      (square, square, Layout(rows: 4, columns: 5), "target"),
    ])
  func mismatch(left: Layout, right: Layout, target: Layout, field: String) {
    let error = Self.attempt(left, right, target)
    #expect(error?.code == .mismatch)
    #expect(error?.field == field)
  }

  @Test(
    "Negative and overflowing dimensions and strides",
    arguments: [
      Layout(rows: -4, columns: 4),
      Layout(rows: 4, columns: 4, rowStride: -4, columnStride: 1),
      Layout(rows: 4, columns: 4, rowStride: 4, columnStride: -1),
      Layout(rows: 4, columns: 4, rowStride: .max, columnStride: 1),
      Layout(rows: 4, columns: 4, rowStride: .max / 3, columnStride: .max / 3),
      Layout(rows: 4, columns: 4, rowStride: 1 << 45, columnStride: 1),
    ])
  func dimensions(layout: Layout) {
    #expect(Self.attempt(layout, Self.square, Self.square)?.code == .dimensions)
    #expect(Self.attempt(Self.square, layout, Self.square)?.code != nil)
  }

  @Test("Huge dimensions over nothing")
  func hugeAndEmpty() {
    let tall = Layout(rows: 1 << 40, columns: 0)
    let wide = Layout(rows: 0, columns: 1 << 40)
    let target = Layout(rows: 1 << 40, columns: 1 << 40)
    #expect(Self.attempt(tall, wide, target)?.code == .dimensions)
  }

  @Test(
    "Spans that are too short", arguments: [(15, 16, 16), (16, 15, 16), (16, 16, 15), (0, 0, 0)])
  func spans(left: Int, right: Int, target: Int) {
    let error = Self.attempt(
      Self.square, Self.square, Self.square, counts: (left, right, target))
    #expect(error?.code == .span)
  }

  @Test("A target whose elements overlap one another or have gaps")
  func overlapWithin() {
    for layout in [
      Layout(rows: 4, columns: 4, rowStride: 3, columnStride: 1),
      Layout(rows: 4, columns: 4, rowStride: 0, columnStride: 1),
      Layout(rows: 4, columns: 4, rowStride: 9, columnStride: 2),
    ] {
      #expect(Self.attempt(Self.square, Self.square, layout)?.code == .overlap)
    }
  }

  @Test("A target that shares memory with an input")
  func overlapBetween() {
    var memory = [Float](repeating: 1, count: 40)
    unsafe memory.withUnsafeMutableBufferPointer { buffer in
      for offset in [0, 8, 15] {
        let input = unsafe UnsafeBufferPointer(rebasing: buffer[0..<16])
        let target = unsafe UnsafeMutableBufferPointer(rebasing: buffer[offset..<(offset + 16)])
        let error = #expect(throws: KernelError.self) {
          unsafe try Engine(level: .chosen()).multiply(
            input, Self.square, input, Self.square, into: target, Self.square)
        }
        #expect(error?.code == .overlap)
      }
    }
  }

  @Test("A level that does not exist is named, with those that do")
  func unknownLevel() {
    let error = #expect(throws: KernelError.self) { try Level.named("avx1024") }
    #expect(error?.code == .level)
    #expect(error?.description.contains("baseline") == true)
  }
}
