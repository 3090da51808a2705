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
  /// Room for A in cells; nil if its bytes are taken for cells where they lie.
  let leftCells: UnsafeMutablePointer<Float>?

  /// α and β of `CellPacking`.
  private var leftShift: Int32 { packing.shift(isSigned: left.isSigned, isRight: false) }
  private var rightShift: Int32 { packing.shift(isSigned: packed.isSigned, isRight: true) }

  /// Whether what shifts have too much must be laid into the target: it is not the same for every row.
  private var isUneven: Bool { rightShift != 0 || (leftShift != 0 && accumulates) }

  /// Packs this member's part of the operands, and lays what their shifts add into the target.
  func prepare(_ member: Member) {
    let own = member.share(of: targetLayout.rows)
    if let leftCells {
      packing.packLeft(
        left.rows(own), into: leftCells + own.lowerBound * packing.depth(left.layout.columns))
    }
    if let right {
      let cells = UnsafeMutablePointer(mutating: packed.panels.start)
      packing.packRight(right, into: cells, member)
      if leftShift != 0 {
        packing.sumColumns(
          right.layout, of: cells, into: UnsafeMutablePointer(mutating: packed.sums), member)
        member.barrier.wait()
      }
    }
    if isUneven { shift(own) }
  }

  /// The product of what was packed.
  var product: Product {
    let depth = packing.depth(left.layout.columns)
    let (start, layout) =
      leftCells.map { (UnsafePointer($0), Layout(rows: left.layout.rows, columns: depth)) }
      ?? packing.cells(of: left)
    return Product(
      left: start, leftLayout: layout, right: packed.panels.start,
      rightLayout: Layout(rows: depth, columns: targetLayout.columns), target: target,
      targetLayout: targetLayout,
      start: accumulates || isUneven ? .target : leftShift == 0 ? .zero : .row(packed.sums))
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
        let added = leftShift == 0 ? start : start &+ sums[column]
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
  /// −128·ΣB′ for each of this member's columns: the product of a row of ones with the packed cells gives
  /// the sums.
  func sumColumns(
    _ layout: Layout, of cells: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>,
    _ member: Member
  ) {
    let columns = share(of: layout.columns, member)
    guard !columns.isEmpty else { return }
    // One cell of ones serves every step.
    let row = Layout(rows: 1, columns: depth(layout.rows), rowStride: 0, columnStride: 0)
    withUnsafePointer(to: Float(bitPattern: 0x0101_0101)) { ones in
      let product = Product(
        left: ones, leftLayout: row, right: cells,
        rightLayout: Layout(rows: row.columns, columns: layout.columns), target: sums,
        targetLayout: Layout(rows: 1, columns: layout.columns), start: .zero)
      DirectProduct(product: product, level: level.cells, packed: panels(layout, at: cells))
        .run(columns)
    }
    let numbers = UnsafeMutableRawPointer(sums).assumingMemoryBound(to: Int32.self)
    for column in columns { numbers[column] = 0 &- numbers[column] &<< 7 }
  }

  /// The bytes of a left-hand side as cells where they lie; `hasCells` must be true of it.
  func cells(of left: ByteMatrix) -> (UnsafePointer<Float>, Layout) {
    let layout = left.layout
    return (
      UnsafeRawPointer(left.start).assumingMemoryBound(to: Float.self),
      Layout(
        rows: layout.rows, columns: layout.columns / 4, rowStride: layout.rowStride / 4,
        columnStride: 1)
    )
  }

  /// Whether a left-hand side's bytes lie as they would in cells, but for their signs.
  func hasCells(_ left: ByteMatrix) -> Bool {
    let layout = left.layout
    return level.entries.isMixed && layout.columnStride == 1
      && (layout.columns | layout.rowStride | Int(bitPattern: left.start)) & 3 == 0
  }
}
