import Content
import Linux

/// A workspace of its own with the two jobs in it, and the `assay` beside this executable.
struct Journey: Sendable {
  private let programs: String
  private let directory: String

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  init() throws {
    let own = try Environment.executablePath()
    programs = "/" + own.split(separator: "/").dropLast().joined(separator: "/")
    directory = "\(programs)/journey-benchmark"
    try makeDirectories(directory)
  }

  /// A job that does nothing, in a container that holds nothing but busybox.
  func emptyJob() throws -> String {
    let busybox = "/bin/busybox"
    _ = try assay(["image", "build", busybox, "--name", "busybox"])
    return try write(
      job: [
        "image": .string("busybox"), "command": .strings(["/busybox", "true"]),
      ], as: "empty.json")
  }

  /// The job of `Workloads/quickstart`, whose input that script makes.
  func quickstartJob() throws -> String {
    let folder = ".build/quickstart"
    for name in ["a.npy", "b.npy", "job.json"] {
      let file: FileDescriptor
      do {
        file = try FileDescriptor.open("\(folder)/\(name)", .readOnly)
      } catch {
        throw Failure(description: "\(error); run Workloads/quickstart first, in this folder")
      }
      try write(try file.readAll(limit: 1 << 28), to: name)
    }
    _ = try assay(["image", "build", "\(programs)/matmul", "--name", "matmul"])
    return "\(directory)/job.json"
  }

  func measure(job: String, warmUps: Int, runs: Int) throws -> JourneyTimes {
    var whole: [Double] = []
    var stages: [String: [Double]] = [:]
    for index in 0..<(warmUps + runs) {
      let start = Clock.monotonicMicroseconds()
      let result = try assay(["run", job, "--output", "\(directory)/result"])
      let elapsed = Clock.monotonicMicroseconds() - start
      guard index >= warmUps else { continue }
      whole.append(Double(elapsed) / 1000)
      for member in try JSONField(result).tag("stages").members(atMost: 64) {
        stages[member.name, default: []].append(try member.field.number() / 1000)
      }
    }
    return JourneyTimes(
      whole: Sample(whole),
      stages: stages.sorted { $0.key < $1.key }.map { ($0.key, Sample($0.value)) })
  }

  private func assay(_ arguments: [String]) throws -> JSON {
    var process = try ChildProcess(
      ["\(programs)/assay"] + arguments + ["--json", "--quiet", "--data", "\(directory)/data"])
    let output = try process.standardOutput.readAll(limit: 1 << 24)
    let code = try process.wait()
    guard code == 0 else {
      let text = String(decoding: output, as: UTF8.self)
      throw Failure(description: "assay \(arguments[0]) ended with \(code): \(text)")
    }
    return try JSON(parsing: output)
  }

  private func write(job members: JSONObject, as name: String) throws -> String {
    var members = members
    members["schema"] = .string("urn:assay:schema:job:v1")
    try write(JSON.object(members).canonicalBytes, to: name)
    return "\(directory)/\(name)"
  }

  private func write(_ bytes: [UInt8], to name: String) throws(SystemError) {
    let folder = try FileDescriptor.open(directory, [.readOnly, .directory])
    try folder.write(bytes, to: name, .atomic)
  }
}
