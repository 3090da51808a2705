import Kernels
import Linux
import Microkernels

/// Element-wise functions over an array in the second-level cache, beside MKL's vector library.
struct FunctionContest {
  let includesPeers: Bool

  /// Elements: 64 KiB in and as many out.
  private static let count = 16384

  func run(_ engine: Engine, _ report: inout Report) throws {
    let signed = FloatBuffer(Self.count)
    // Where a function has no value below zero, libraries leave their fast path.
    let positive = FloatBuffer(Self.count)
    for index in 0..<Self.count { unsafe positive.start[index] = abs(positive.start[index]) }
    let target = FloatBuffer(Self.count)
    let library = includesPeers ? VectorLibrary() : nil
    var ratios: [Double] = []
    for function in Function.allCases {
      let source = [.log, .reciprocalSquareRoot].contains(function) ? positive : signed
      var contestants = [
        Contestant(name: "assay", work: Double(Self.count)) {
          unsafe engine.level.entries.apply(function, source.start, target.start, Self.count)
        }
      ]
      if let peer = unsafe library?.function(function) {
        contestants.append(
          Contestant(name: "MKL VML", work: Double(Self.count)) {
            unsafe peer(Int32(Self.count), source.start, target.start)
          })
      }
      let rates = Contest().rates(contestants)
      let ratio = rates.count > 1 ? rates[0] / rates[1] : nil
      report.results.append(
        Figure(name: "\(function)", value: rates[0], unit: "elements/ns", ratio: ratio))
      if rates.count > 1 {
        report.results.append(
          Figure(name: "\(function)", value: rates[1], unit: "elements/ns", peer: "MKL VML"))
      }
      if let ratio, [.exp, .tanh, .erf].contains(function) { ratios.append(ratio) }
    }
    if !ratios.isEmpty { report.summarize("elementwise_geomean_vs_best", ratios.geometricMean) }
  }
}

/// MKL's vector functions in their most accurate mode, which is within one unit in the last place.
private struct VectorLibrary {
  typealias Apply =
    @convention(c) (Int32, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void

  private let library: DynamicLibrary

  init?() {
    guard let library = DynamicLibrary("\(MatrixLibrary.folder)/libmkl_rt.so.3") else { return nil }
    self.library = library
  }

  func function(_ function: Function) -> Apply? {
    let names: [Function: String] = [
      .exp: "vsExp", .log: "vsLn", .tanh: "vsTanh", .erf: "vsErf", .sin: "vsSin", .cos: "vsCos",
      .reciprocalSquareRoot: "vsInvSqrt",
    ]
    return unsafe names[function].flatMap { unsafe library.function($0, as: Apply.self) }
  }
}
