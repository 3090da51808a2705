import Linux
import Microkernels

/// Somebody's implementation of a task.
@safe struct ElementPeer {
  let name: String
  let run: () -> Void

  /// Everybody who has the operation and is installed.
  static func all(for task: ElementTask) -> [ElementPeer] {
    [sleef(task), oneDNN(task), mkl(task, "high accuracy", 2), mkl(task, "low accuracy", 1)]
      .compactMap(\.self)
  }

  private static let folder = MatrixLibrary.folder
  private static let adapters = DynamicLibrary("\(folder)/libassay-peers.so")

  /// SLEEF's family that gives the same bits with every vector extension that has FMA.
  private static func sleef(_ task: ElementTask) -> ElementPeer? {
    typealias Map =
      @convention(c) (
        UnsafeRawPointer, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int
      ) -> Void
    guard case .function(let function, _) = task.operation, Processor.supports(.avx512),
      let map = unsafe adapters?.function("peer_map", as: Map.self),
      let body = unsafe DynamicLibrary("libsleef.so.3")?.function(
        "Sleef_finz_\(function)f16_u10avx512f", as: UnsafeRawPointer.self)
    else { return nil }
    let (source, target, count) = unsafe (task.source.start, task.target.start, task.count)
    return ElementPeer(name: "SLEEF finz u10") { unsafe map(body, source, target, count) }
  }

  private static func oneDNN(_ task: ElementTask) -> ElementPeer? {
    typealias Source = UnsafePointer<Float>
    typealias Target = UnsafeMutablePointer<Float>
    guard let adapters = adapters,
      let run = unsafe adapters.function(
        "peer_run", as: (@convention(c) (OpaquePointer) -> Void).self)
    else { return nil }
    let (source, target) = unsafe (task.source.start, task.target.start)
    let peer: OpaquePointer?
    switch task.operation {
    case .function(let function, _):
      guard let kind = [Function.exp, .tanh, .log, .gelu, .silu].firstIndex(of: function) else {
        return nil
      }
      unsafe peer = adapters.function(
        "peer_function", as: (@convention(c) (Int32, Source, Target, Int) -> OpaquePointer?).self
      )?(Int32(kind), source, target, task.count)
    case .softmax:
      unsafe peer = adapters.function(
        "peer_softmax", as: (@convention(c) (Source, Target, Int, Int) -> OpaquePointer?).self
      )?(source, target, task.rows, task.columns)
    case .layerNorm:
      unsafe peer = adapters.function(
        "peer_layer_norm",
        as: (@convention(c) (Source, Source, Target, Int, Int) -> OpaquePointer?).self
      )?(source, task.weights.start, target, task.rows, task.columns)
    }
    guard let peer = unsafe peer else { return nil }
    return ElementPeer(name: "oneDNN") { unsafe run(peer) }
  }

  private static let mklSymbols: [Function: String] = [
    .exp: "vsExp", .log: "vsLn", .tanh: "vsTanh", .erf: "vsErf", .sin: "vsSin", .cos: "vsCos",
    .reciprocalSquareRoot: "vsInvSqrt",
  ]

  /// MKL's vector mathematics: at most 1 unit in the last place with high accuracy, 4 with low.
  private static func mkl(_ task: ElementTask, _ accuracy: String, _ mode: UInt32) -> ElementPeer? {
    typealias Apply =
      @convention(c) (Int32, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    guard case .function(let function, _) = task.operation,
      let symbol = mklSymbols[function],
      let library = DynamicLibrary("\(folder)/libmkl_rt.so.3"),
      let apply = unsafe library.function(symbol, as: Apply.self),
      let setMode = library.function(
        "vmlSetMode", as: (@convention(c) (UInt32) -> UInt32).self)
    else { return nil }
    let (source, target, count) = unsafe (task.source.start, task.target.start, Int32(task.count))
    return ElementPeer(name: "MKL, \(accuracy)") {
      _ = setMode(mode)
      unsafe apply(count, source, target)
    }
  }
}
