public import CVector

/// Four rows side by side.
@usableFromInline
package typealias FourRows = Both<Both<Lanes16>>

// Operations over rows, each row by itself. `block.rows` is a multiple of the bundle's.
//
// Sums go to sixteen lanes, element i to lane i mod 16, each lane from +0 in ascending i; then halves
// of lanes are added until one is left.
extension Microkernel {
  /// The sum of each row, to one element of the target.
  @inlinable @inline(__always)
  package static func sum<B: Bundle>(_: B.Type, _ block: RowBlock) {
    var row = 0
    while row < block.rows {
      let sums = B.reduce(
        block.source + row &* block.columns, stride: block.columns, columns: block.columns,
        from: B(repeating: 0)
      ) { sums, values, _ in sums.adding(values) }
      sums.totals.map { $0.canonical }.store(at: block.target + row, stride: 1, count: 1)
      row &+= B.rows
    }
  }

  /// e^(x − m) · (1 / Σ e^(x − m)), m being the row's largest element.
  @inlinable @inline(__always)
  package static func softmax<B: Bundle>(_: B.Type, _ block: RowBlock) {
    let columns = block.columns
    var row = 0
    while row < block.rows {
      let source = block.source + row &* columns
      let target = block.target + row &* columns
      let largest = B.reduce(
        source, stride: columns, columns: columns, from: B(repeating: -.infinity)
      ) { largest, values, count in
        values.map { $0.keeping(count, else: -.infinity) }.merging(largest) { $0.larger($1) }
      }.map { Lanes16(repeating: $0.largest) }
      var sums = B(repeating: 0)
      var done = 0
      while done < columns {
        let count = min(16, columns &- done)
        sums = sums.adding(powers(source + done, target + done, columns, count, largest))
        done &+= 16
      }
      // The only NaN that there is here is the profile's, which a product hands on.
      let scale = sums.totals.map { (1 / $0).canonical }
      B.transform(target, target, stride: columns, columns: columns) { powers, _, _ in
        powers.multiplied(by: scale)
      }
      row &+= B.rows
    }
  }

  /// Writes and returns e^(x − m) of `count` elements; the other lanes are 0.
  @inlinable @inline(__always)
  static func powers<B: Bundle>(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ stride: Int,
    _ count: Int, _ largest: B
  ) -> B {
    let values = B(at: source, stride: stride, count: count).subtracting(largest)
    let powers = values.exponentials
    powers.store(at: target, stride: stride, count: count)
    return powers.map { $0.keeping(count, else: 0) }
  }

  /// `fma((x − mean) · s, first, second)` with s = 1 / √(variance + ε), the variance being the mean
  /// square of x − mean.
  @inlinable @inline(__always)
  package static func layerNorm<B: Bundle>(_: B.Type, _ block: RowBlock) {
    let columns = block.columns
    let count = Float(columns)
    var row = 0
    while row < block.rows {
      let source = block.source + row &* columns
      let means = B.reduce(source, stride: columns, columns: columns, from: B(repeating: 0)) {
        sums, values, _ in sums.adding(values)
      }.totals.map { $0 / count }
      let squares = B.reduce(source, stride: columns, columns: columns, from: B(repeating: 0)) {
        squares, values, count in
        squares.addingSquare(values.subtracting(means).map { $0.keeping(count, else: 0) })
      }
      let scales = squares.totals.map { 1 / assay_square_roots($0 / count + block.epsilon) }
      B.transform(source, block.target + row &* columns, stride: columns, columns: columns) {
        values, place, count in
        let weights = Lanes16(at: block.first + place, count: count, filler: 0)
        let biases = Lanes16(at: block.second + place, count: count, filler: 0)
        return values.subtracting(means).multiplied(by: scales).map {
          $0.times(weights, plus: biases).canonical
        }
      }
      row &+= B.rows
    }
  }

  /// x · s · first with s = 1 / √(mean square + ε).
  @inlinable @inline(__always)
  package static func rmsNorm<B: Bundle>(_: B.Type, _ block: RowBlock) {
    let columns = block.columns
    let count = Float(columns)
    var row = 0
    while row < block.rows {
      let source = block.source + row &* columns
      let squares = B.reduce(source, stride: columns, columns: columns, from: B(repeating: 0)) {
        squares, values, _ in squares.addingSquare(values)
      }
      let scales = squares.totals.map { 1 / assay_square_roots($0 / count + block.epsilon) }
      B.transform(source, block.target + row &* columns, stride: columns, columns: columns) {
        values, place, count in
        let weights = Lanes16(at: block.first + place, count: count, filler: 0)
        return values.multiplied(by: scales).map { ($0 * weights).canonical }
      }
      row &+= B.rows
    }
  }

  /// Pairs (x, y) turned by an angle: `fma(x, cosine, −(y · sine))` and `fma(x, sine, y · cosine)`.
  /// x is in the first half of the row, y at the same place of the second; each row has its own
  /// cosines (`first`) and sines (`second`).
  @inlinable @inline(__always)
  package static func rotate(_ block: RowBlock) {
    let pairs = block.columns / 2
    for row in 0..<block.rows {
      let source = block.source + row &* block.columns
      let target = block.target + row &* block.columns
      var place = 0
      while place < pairs {
        let count = min(16, pairs &- place)
        let x = Lanes16(at: source + place, count: count, filler: 0)
        let y = Lanes16(at: source + pairs + place, count: count, filler: 0)
        let cosine = Lanes16(at: block.first + row &* pairs + place, count: count, filler: 0)
        let sine = Lanes16(at: block.second + row &* pairs + place, count: count, filler: 0)
        let turned = x.times(cosine, plus: -(y * sine)).canonical
        turned.store(at: target + place, count: count)
        x.times(sine, plus: y * cosine).canonical.store(at: target + pairs + place, count: count)
        place &+= 16
      }
    }
  }
}
