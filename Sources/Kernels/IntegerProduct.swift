import Microkernels

/// A checked product of eight-bit numbers: packed into cells, it is multiplied as floats are.
struct IntegerProduct: @unchecked Sendable {
  // Threads write disjoint parts of everything, and read what others wrote behind a barrier.
  let packing: CellPacking
  let left: ByteMatrix
  /// Nil for one that is packed already.
  let right: ByteMatrix?
  let packed: PackedRight
  /// 32-bit numbers, each in the bits of a float.
  let target: UnsafeMutablePointer<Float>
  let targetLayout: Layout
  let accumulates: Bool
  let leftCells: UnsafeMutablePointer<Float>

  /// α and β of `CellPacking`.
  private var leftShift: Int32 { packing.shift(isSigned: left.isSigned, isRight: false) }
  private var rightShift: Int32 { packing.shift(isSigned: packed.isSigned, isRight: true) }
  private var isShifted: Bool { leftShift != 0 || rightShift != 0 }

  /// Packs this member's part of the operands, and lays what their shifts add into the target.
  func prepare(_ member: Member) {
    let rows = targetLayout.rows
    let own = (rows * member.index / member.count)..<(rows * (member.index + 1) / member.count)
    packing.packLeft(
      left.rows(own), into: leftCells + own.lowerBound * packing.depth(left.layout.columns))
    if let right {
      let cells = UnsafeMutablePointer(mutating: packed.panels.start)
      packing.packRight(right, into: cells, member)
      if leftShift != 0 {
        packing.sumColumns(
          right.layout, of: cells, into: UnsafeMutablePointer(mutating: packed.sums), member)
        member.barrier.wait()
      }
    }
    if isShifted { shift(own) }
  }

  /// The product of what was packed.
  var product: Product {
    let depth = packing.depth(left.layout.columns)
    return Product(
      left: UnsafePointer(leftCells), leftLayout: Layout(rows: left.layout.rows, columns: depth),
      right: packed.panels.start, rightLayout: Layout(rows: depth, columns: targetLayout.columns),
      target: target, targetLayout: targetLayout, accumulates: accumulates || isShifted)
  }

  /// Starts rows of the target with β·ΣA − α·ΣB′.
  private func shift(_ rows: Range<Int>) {
    let target = UnsafeMutableRawPointer(self.target).assumingMemoryBound(to: Int32.self)
    let sums = UnsafeRawPointer(packed.sums).assumingMemoryBound(to: Int32.self)
    for row in rows {
      let line = target + row * targetLayout.rowStride
      let start = rightShift == 0 ? 0 : rightShift &* leftSum(row)
      for column in 0..<targetLayout.columns {
        let before = accumulates ? line[column] : 0
        let added = leftShift == 0 ? start : start &- leftShift &* sums[column]
        line[column] = before &+ added
      }
    }
  }

  private func leftSum(_ row: Int) -> Int32 {
    let line = left.start + row * left.layout.rowStride
    var sum: Int32 = 0
    for step in 0..<left.layout.columns {
      let byte = line[step * left.layout.columnStride]
      sum &+= left.isSigned ? Int32(Int8(bitPattern: byte)) : Int32(byte)
    }
    return sum
  }
}

extension CellPacking {
  /// ΣB′ of this member's columns, which is the product of a row of ones with the packed cells.
  func sumColumns(
    _ layout: Layout, of cells: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>,
    _ member: Member
  ) {
    let ones = Float(bitPattern: level.entries.isMixed ? 0x0101_0101 : 0x0001_0001)
    let depth = depth(layout.rows)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, depth)) { row in
      guard let left = row.baseAddress else { return }
      left.initialize(repeating: ones, count: depth)
      let product = Product(
        left: UnsafePointer(left), leftLayout: Layout(rows: 1, columns: depth), right: cells,
        rightLayout: Layout(rows: depth, columns: layout.columns), target: sums,
        targetLayout: Layout(rows: 1, columns: layout.columns), accumulates: false)
      DirectProduct(product: product, level: level.cells, packed: panels(layout, at: cells))
        .run(member)
    }
  }
}
