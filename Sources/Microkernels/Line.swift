public import CVector

/// Floats that lie side by side in one row and are computed together: one or more SIMD vectors.
///
/// Conformances are composed (`Pair`) instead of indexed, so that the compiler sees straight-line
/// code and keeps every vector in a register. Everything is inlined into the entry points of a CPU
/// level, because only there may instructions of that level stand.
@usableFromInline
package protocol Line {
  associatedtype Lanes: FloatLanes

  /// Number of floats.
  static var count: Int { get }

  /// Panels that it lies in.
  static var panels: Int { get }

  /// Asks for the line at `source`; of one that lies in several panels, which several tiles ask for in
  /// turns, for a cache line of each.
  static func prefetch(_ source: UnsafePointer<Float>, panel: Int)

  /// All zero.
  init()

  /// Reads `count` floats; no alignment is needed.
  init(loading source: UnsafePointer<Float>)

  /// Reads `count` floats of panels whose starts lie `panel` floats apart.
  init(loading source: UnsafePointer<Float>, panel: Int)

  /// Writes `count` floats; no alignment is needed.
  func store(to target: UnsafeMutablePointer<Float>)

  /// Writes `count` floats to panels whose starts lie `panel` floats apart.
  func store(to target: UnsafeMutablePointer<Float>, panel: Int)

  /// One step of each lane's chain: `self = fma(factor, other, self)`.
  mutating func addProduct(_ factor: Float, _ other: Self)

  /// Separates the steps before from those after: the compiler leaves either where they are.
  mutating func keepOrder()

  /// One vector that has a NaN if any of the lanes is a NaN. Infinities of both signs give one too.
  var folded: Lanes { get }
}

extension Line {
  /// Floats of it that lie in one panel.
  @inlinable @inline(__always) package static var panelWidth: Int { count / panels }

  /// Whether its vectors are of a level with sixteen registers: tiles are small then, and what a loop
  /// needs for itself weighs as much as a fifth of a step.
  @inlinable @inline(__always) package static var isShort: Bool { Lanes.scalarCount < 16 }
}

/// Most lines lie within one panel.
extension Line {
  @inlinable @inline(__always) package static var panels: Int { 1 }

  @inlinable @inline(__always)
  package static func prefetch(_ source: UnsafePointer<Float>, panel: Int) {
    assay_prefetch(source)
  }

  @inlinable @inline(__always)
  package init(loading source: UnsafePointer<Float>, panel: Int) {
    self.init(loading: source)
  }

  @inlinable @inline(__always)
  package func store(to target: UnsafeMutablePointer<Float>, panel: Int) {
    store(to: target)
  }
}

/// A line of one SIMD vector.
@usableFromInline
package struct Single<Lanes: FloatLanes>: Line {
  @usableFromInline var lanes: Lanes

  @inlinable @inline(__always) package static var count: Int { Lanes.scalarCount }

  @inlinable @inline(__always) package init() {
    lanes = Lanes(repeating: 0)
  }

  @inlinable @inline(__always) package init(lanes: Lanes) {
    self.lanes = lanes
  }

  @inlinable @inline(__always) package init(loading source: UnsafePointer<Float>) {
    lanes = UnsafeRawPointer(source).loadUnaligned(as: Lanes.self)
  }

  @inlinable @inline(__always) package func store(to target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: lanes, as: Lanes.self)
  }

  @inlinable @inline(__always) package mutating func addProduct(_ factor: Float, _ other: Self) {
    lanes = lanes.addingProduct(Lanes(repeating: factor), other.lanes)
  }

  @inlinable @inline(__always) package mutating func keepOrder() { lanes.keepOrder() }

  @inlinable @inline(__always) package var folded: Lanes { lanes }
}

/// Two lines side by side.
@usableFromInline
package struct Pair<First: Line, Second: Line>: Line where First.Lanes == Second.Lanes {
  @usableFromInline package typealias Lanes = First.Lanes
  @usableFromInline var first: First
  @usableFromInline var second: Second

  @inlinable @inline(__always) package static var count: Int { First.count + Second.count }

  @inlinable @inline(__always)
  package static func prefetch(_ source: UnsafePointer<Float>, panel: Int) {
    First.prefetch(source, panel: panel)
    Second.prefetch(source + First.count, panel: panel)
  }

  @inlinable @inline(__always) package init() {
    first = First()
    second = Second()
  }

  @inlinable @inline(__always) package init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  @inlinable @inline(__always) package init(loading source: UnsafePointer<Float>) {
    first = First(loading: source)
    second = Second(loading: source + First.count)
  }

  @inlinable @inline(__always) package func store(to target: UnsafeMutablePointer<Float>) {
    first.store(to: target)
    second.store(to: target + First.count)
  }

  @inlinable @inline(__always) package mutating func addProduct(_ factor: Float, _ other: Self) {
    first.addProduct(factor, other.first)
    second.addProduct(factor, other.second)
  }

  @inlinable @inline(__always) package mutating func keepOrder() {
    first.keepOrder()
    second.keepOrder()
  }

  @inlinable @inline(__always) package var folded: First.Lanes { first.folded + second.folded }
}
