import Linux
import Sandbox

/// How much longer a program runs inside than outside, start and end not counted.
struct Overhead: Sendable {
  let inside: Sample
  let outside: Sample
  /// Outside, under a system call filter of one instruction, which allows everything; nil if it
  /// was not measured.
  let filtered: Sample?

  /// Added run time as a share of the time outside. Disturbances only ever add time, so that the
  /// fastest runs are compared.
  var share: Double { inside.quantile(0) / outside.quantile(0) - 1 }

  /// The same share for `filtered`: no filter, whatever it says, can add less.
  var floorShare: Double? { filtered.map { $0.quantile(0) / outside.quantile(0) - 1 } }

  private static let pairs = 11

  /// - Parameter words: for busybox, in both places.
  @concurrent static func measure(
    _ words: [String], _ sandbox: Sandbox, _ root: BusyboxRoot, withFloor: Bool = false
  ) async throws -> Overhead {
    let job = ExecutionSpecification(layers: [root.path], command: ["/bin/busybox"] + words)
    let bare = Runtime(name: "busybox", command: ["\(root.path)/bin/busybox"] + words)
    var inside: [Double] = []
    var outside: [Double] = []
    var filtered: [Double] = []
    for _ in 0..<pairs {
      outside.append(try bare.time())
      inside.append(try await sandbox.time(job).milliseconds)
      if withFloor { filtered.append(try await timeFiltered(bare)) }
    }
    return Overhead(
      inside: Sample(inside), outside: Sample(outside),
      filtered: filtered.isEmpty ? nil : Sample(filtered))
  }

  /// `SECCOMP_RET_ALLOW` as the one instruction of a filter (`BPF_RET | BPF_K`).
  private static let allowsAll: [UInt8] = [0x06, 0, 0, 0, 0, 0, 0xFF, 0x7F]

  /// A filter stays with the thread that has installed it, and with what that thread starts.
  private static func timeFiltered(_ program: Runtime) async throws -> Double {
    let time = try await Thread.run { () -> Result<Double, BusyboxRoot.Failure> in
      Result { () throws(BusyboxRoot.Failure) in
        do {
          try Privileges.refuseNew()
          let result = unsafe allowsAll.withUnsafeBytes { buffer -> Result<Void, SystemError> in
            Result { () throws(SystemError) in unsafe try SystemCallFilter.install(buffer) }
          }
          try result.get()
          return try program.time()
        } catch {
          throw BusyboxRoot.Failure(description: "\(error)")
        }
      }
    }
    return try time.get()
  }

  func figures(_ name: String) -> [Figure] {
    let floor = filtered.map { sample in
      [
        Figure(
          name: "\(name), outside under a filter of one instruction, fastest",
          value: sample.quantile(0), unit: "ms")
      ]
    }
    return [
      Figure(name: "\(name), inside, fastest", value: inside.quantile(0), unit: "ms"),
      Figure(name: "\(name), inside, median", value: inside.median, unit: "ms"),
      Figure(name: "\(name), outside, fastest", value: outside.quantile(0), unit: "ms"),
      Figure(name: "\(name), outside, median", value: outside.median, unit: "ms"),
    ] + (floor ?? [])
  }
}
