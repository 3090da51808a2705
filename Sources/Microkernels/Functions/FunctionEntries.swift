/// The entry points of one CPU level for functions.
///
/// Each is a function of its own: the compiler stops inlining where one gets too large, and what it
/// does not inline is compiled for no level at all, or for every level under the same name.
package struct FunctionEntries: Sendable {
  /// Source, target, number of floats.
  package typealias Entry =
    @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

  package let exp: Entry
  package let log: Entry
  package let tanh: Entry
  package let erf: Entry
  package let sin: Entry
  package let cos: Entry
  package let gelu: Entry
  package let silu: Entry
  package let reciprocalSquareRoot: Entry

  package init(
    exp: @escaping Entry, log: @escaping Entry, tanh: @escaping Entry, erf: @escaping Entry,
    sin: @escaping Entry, cos: @escaping Entry, gelu: @escaping Entry, silu: @escaping Entry,
    reciprocalSquareRoot: @escaping Entry
  ) {
    self.exp = exp
    self.log = log
    self.tanh = tanh
    self.erf = erf
    self.sin = sin
    self.cos = cos
    self.gelu = gelu
    self.silu = silu
    self.reciprocalSquareRoot = reciprocalSquareRoot
  }

  package subscript(function: Function) -> Entry {
    switch function {
    case .exp: exp
    case .log: log
    case .tanh: tanh
    case .erf: erf
    case .sin: sin
    case .cos: cos
    case .gelu: gelu
    case .silu: silu
    case .reciprocalSquareRoot: reciprocalSquareRoot
    }
  }
}
