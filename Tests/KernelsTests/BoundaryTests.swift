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

  /// Where three operands of sixteen rows and columns lie, and what is wrong with that.
  struct Placement: Sendable {
    var sizes = (rows: 16, columns: 16, depth: 16)
    var left = 0..<256
    var right = 256..<512
    var target = 512..<768
    let code: KernelError.Code?
  }

  @Test(
    "Small products without layouts: what fits is computed, what is wrong is named",
    arguments: Level.available,
    [
      Placement(code: nil), Placement(left: 256..<512, right: 256..<512, code: nil),
      Placement(sizes: (0, 16, 16), code: nil), Placement(sizes: (16, 16, 0), code: nil),
      Placement(sizes: (-16, 16, 16), code: .dimensions),
      Placement(sizes: (16, -16, 16), code: .dimensions),
      Placement(sizes: (16, 16, -16), code: .dimensions),
      Placement(sizes: (16, 16, .max), code: .dimensions),
      Placement(sizes: (17, 16, 16), code: .span), Placement(sizes: (16, 17, 16), code: .span),
      Placement(sizes: (16, 16, 17), code: .span), Placement(left: 0..<255, code: .span),
      Placement(right: 256..<511, code: .span), Placement(target: 512..<767, code: .span),
      Placement(target: 255..<511, code: .overlap), Placement(target: 511..<767, code: .overlap),
      Placement(left: 512..<768, target: 257..<513, code: .overlap),
      Placement(left: 0..<512, right: 512..<768, target: 256..<512, code: .overlap),
    ])
  func threeNumbers(level: Level, placement: Placement) throws {
    let engine = try Engine(level: level)
    var memory = [Float](repeating: 1, count: 768)
    let before = memory
    unsafe memory.withUnsafeMutableBufferPointer { buffer in
      let left = unsafe UnsafeBufferPointer(rebasing: buffer[placement.left])
      let right = unsafe UnsafeBufferPointer(rebasing: buffer[placement.right])
      let target = unsafe UnsafeMutableBufferPointer(rebasing: buffer[placement.target])
      var code: KernelError.Code?
      do throws(KernelError) {
        unsafe try engine.multiply(
          left, right, into: target, rows: placement.sizes.rows,
          columns: placement.sizes.columns, depth: placement.sizes.depth)
      } catch {
        code = error.code
      }
      #expect(code == placement.code)
    }
    let count = placement.code == nil ? placement.sizes.rows * placement.sizes.columns : 0
    let computed = [Float](repeating: Float(max(0, placement.sizes.depth)), count: count)
    #expect(Array(memory[512..<(512 + count)]) == computed)
    #expect(memory[..<512] == before[..<512])
  }

  @Test("A level that does not exist is named, with those that do")
  func unknownLevel() {
    let error = #expect(throws: KernelError.self) { try Level.named("avx1024") }
    #expect(error?.code == .level)
    #expect(error?.description.contains("baseline") == true)
  }
}
