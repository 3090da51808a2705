import Linux
import Sandbox

/// How much longer a program runs inside than outside, start and end not counted.
struct Overhead: Sendable {
  let inside: Sample
  let outside: Sample

  /// Added run time as a share of the time outside. Disturbances only ever add time, so that the
  /// fastest runs are compared.
  var share: Double { inside.quantile(0) / outside.quantile(0) - 1 }

  private static let pairs = 11

  /// - Parameter words: for busybox, in both places.
  @concurrent static func measure(
    _ words: [String], _ sandbox: Sandbox, _ root: BusyboxRoot
  ) async throws -> Overhead {
    let job = ExecutionSpecification(layers: [root.path], command: ["/bin/busybox"] + words)
    let bare = Runtime(name: "busybox", command: ["\(root.path)/bin/busybox"] + words)
    var inside: [Double] = []
    var outside: [Double] = []
    for _ in 0..<pairs {
      outside.append(try bare.time())
      inside.append(try await sandbox.time(job).milliseconds)
    }
    return Overhead(inside: Sample(inside), outside: Sample(outside))
  }

  func figures(_ name: String) -> [Figure] {
    [
      Figure(name: "\(name), inside, fastest", value: inside.quantile(0), unit: "ms"),
      Figure(name: "\(name), inside, median", value: inside.median, unit: "ms"),
      Figure(name: "\(name), outside, fastest", value: outside.quantile(0), unit: "ms"),
      Figure(name: "\(name), outside, median", value: outside.median, unit: "ms"),
    ]
  }
}
