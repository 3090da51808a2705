import Kernels
import Microkernels

/// One shape of C = A·B, for our engine and for every library that has a function for it.
struct MatrixContest {
  let rows: Int
  let columns: Int
  let depth: Int
  /// Whether the right-hand side was packed before, by those who have a form for that.
  var isPacked = false

  struct Result {
    /// Operations per nanosecond, which is GFLOP/s.
    let ours: Double
    /// What the level's own micro-kernel reaches within the first-level cache, measured in turns with
    /// the rest: the machine's peak, as far as it is to be had.
    let peak: Double
    let peers: [(name: String, rate: Double)]

    var best: (name: String, rate: Double)? { peers.max { $0.rate < $1.rate } }
    /// Ours over the fastest library's.
    var ratio: Double? { best.map { ours / $0.rate } }
  }

  func run(
    _ engine: Engine, _ libraries: [MatrixLibrary], _ contest: Contest = Contest()
  ) throws -> Result {
    let left = FloatBuffer(rows * depth)
    let right = FloatBuffer(depth * columns)
    let target = FloatBuffer(rows * columns)
    let call = try ours(engine, left, right, target)
    let peaks = Self.peaks(engine.level, operations: work)
    let own = [Contestant(name: "assay", work: work, call: call)] + peaks
    var contestants = own
    for library in libraries {
      guard let multiply = unsafe library.prepare(rows, columns, depth) else { continue }
      let (rows, columns, depth) = (rows, columns, depth)
      contestants.append(
        Contestant(name: library.name, work: work) {
          unsafe multiply(rows, columns, depth, left.start, right.start, target.start)
        })
    }
    for peer in isPacked && !libraries.isEmpty ? PackedLibrary.installed : [] {
      guard
        let multiply = peer.prepare(
          PackedLibrary.Shape(rows: rows, columns: columns, depth: depth), left, right, target)
      else { continue }
      contestants.append(Contestant(name: peer.name, work: work, call: multiply))
    }
    let rates = contest.rates(contestants)
    return Result(
      ours: rates[0], peak: rates[1..<own.count].max() ?? 0,
      peers: zip(contestants, rates).dropFirst(own.count).map { ($0.name, $1) })
  }

  private var work: Double { 2 * Double(rows) * Double(columns) * Double(depth) }

  /// Ours, on operands of its own.
  func contestant(_ engine: Engine) throws -> Contestant {
    let call = try ours(
      engine, FloatBuffer(rows * depth), FloatBuffer(depth * columns), FloatBuffer(rows * columns))
    return Contestant(name: "assay", work: work, call: call)
  }

  /// One call of ours; that it succeeds is known from the call that comes back here first.
  private func ours(
    _ engine: Engine, _ left: FloatBuffer, _ right: FloatBuffer, _ target: FloatBuffer
  ) throws -> () -> Void {
    let a = Layout(rows: rows, columns: depth)
    let b = Layout(rows: depth, columns: columns)
    let c = Layout(rows: rows, columns: columns)
    if isPacked {
      let packed = try unsafe PackedMatrix(right.elements.span, b, for: engine.level)
      return {
        var span = unsafe target.room.mutableSpan
        Self.check { () throws(KernelError) in
          unsafe try engine.multiply(left.elements.span, a, packed, into: &span, c)
        }
      }
    }
    // Nothing between the clock and the call: the smallest product takes as long as a closure or two.
    let (rows, columns, depth) = (rows, columns, depth)
    return {
      do throws(KernelError) {
        unsafe try engine.multiply(
          left.elements, right.elements, into: target.room, rows: rows, columns: columns,
          depth: depth)
      } catch {
        preconditionFailure("\(error)")
      }
    }
  }

  /// A product that fails has no time worth printing.
  private static func check(_ body: () throws(KernelError) -> Void) {
    do throws(KernelError) {
      try body()
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The micro-kernel alone, once with A packed and once with its rows one after another, for about as long
  /// as a product of as many operations takes: what else runs on a processor slows long samples on average
  /// and leaves most short ones alone, so that their medians cannot be compared.
  static func peaks(_ level: Level, operations: Double = 0) -> [Contestant] {
    [
      peak(level, operations, leftRow: 1, leftStep: level.tileHeight),
      peak(level, operations, leftRow: peakDepth, leftStep: 1),
    ]
  }

  private static let peakDepth = 256

  private static func peak(
    _ level: Level, _ operations: Double, leftRow: Int, leftStep: Int
  ) -> Contestant {
    let depth = peakDepth
    let operands = FloatBuffer((level.tileHeight + level.panelWidth) * (depth + level.tileHeight))
    let right = unsafe operands.start + level.tileHeight * depth
    let target = unsafe right + level.panelWidth * depth
    let tile = 2 * level.tileHeight * level.panelWidth * depth
    let repeats = max(50, Int(operations) / tile)
    return Contestant(name: "peak", work: Double(tile * repeats)) {
      var block = unsafe ProductBlock(
        rows: level.tileHeight, columns: level.panelWidth, depth: depth, left: operands.start,
        leftRow: leftRow, leftStep: leftStep, right: right, rightStep: level.panelWidth,
        rightPanel: 0, edge: right, edgeStep: 0, target: target, targetRow: level.panelWidth,
        start: .zero)
      for _ in 0..<repeats { unsafe level.entries.multiplyBlock(&block) }
    }
  }
}
