import Content
import Linux
import TestSupport

/// The command line as a user has it, with a workspace in which an image of busybox stands ready.
struct JourneyWorkspace: Sendable {
  /// Made once for all suites, since building the image is not what they test.
  static let shared = Result { try JourneyWorkspace() }

  private static let busybox = "/bin/busybox"

  let assay: Program
  let adversary: Program
  let data: String
  /// The OCI layout that the images lie in.
  var store: String { data + "/store" }
  private let directory: TemporaryFolder

  init() throws {
    assay = try Program(named: "assay")
    adversary = try Program(named: "adversary")
    directory = try TemporaryFolder()
    data = directory.path + "/data"
    let answer = try run(["image", "build", Self.busybox, "--name", "busybox"])
    guard answer.code == 0 else { throw Failure(answer.standardError) }
  }

  struct Failure: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }

  /// Runs `assay` in this workspace.
  func run(_ arguments: [String]) throws -> Program.Answer {
    try assay.run(arguments, environment: ["ASSAY_DATA": data])
  }

  /// A provider that lies, as `--provider` takes it.
  func liar(_ lie: String, name: String = "liar") -> [String] {
    ["--provider", "\(adversary.path) --lie \(lie) --name \(name)"]
  }

  /// A folder of its own for one test, with the job file `job.json` in it.
  func prepare(_ job: JSONObject) throws -> JourneyCase {
    let folder = try TemporaryFolder()
    let file = try FileDescriptor.open(folder.path, [.readOnly, .directory])
    try file.write(JSON.object(job).canonicalBytes, to: "job.json", .atomic)
    return JourneyCase(workspace: self, folder: folder)
  }

  /// A job that runs a shell script in the busybox image, with further members.
  static func script(_ text: String, _ members: JSONObject = [:]) -> JSONObject {
    var job: JSONObject = [
      "schema": .string("urn:assay:schema:job:v1"),
      "image": .string("busybox"),
      "command": .strings(["/busybox", "sh", "-c", text]),
    ]
    for member in members.members { job[member.name] = member.value }
    return job
  }
}

/// A temporary directory that lives as long as somebody refers to it.
final class TemporaryFolder: Sendable {
  private let directory: TemporaryDirectory
  var path: String { directory.path }

  init() throws {
    directory = try TemporaryDirectory()
  }
}

/// One job file and where its results go.
struct JourneyCase: Sendable {
  let workspace: JourneyWorkspace
  let folder: TemporaryFolder
  var result: String { folder.path + "/result" }
  var bundle: String { result + "/verdict.assay" }

  func run(_ options: [String] = []) throws -> Program.Answer {
    try workspace.run(["run", folder.path + "/job.json", "--output", result] + options)
  }

  /// Runs with `--json`; standard output must be one document and nothing else.
  func runJSON(_ options: [String] = []) throws -> (code: Int32, document: JSONField) {
    let answer = try run(options + ["--json"])
    let document = try JSON(parsing: Array(answer.standardOutput.utf8))
    return (answer.code, JSONField(document))
  }

  func verify(_ options: [String] = []) throws -> Program.Answer {
    try workspace.run(["verify", bundle] + options)
  }

  /// A file of the case's folder with this content.
  func write(_ text: String, to name: String = "policy.json") throws -> String {
    try FileDescriptor.open(folder.path, [.readOnly, .directory])
      .write(Array(text.utf8), to: name, .atomic)
    return "\(folder.path)/\(name)"
  }

  /// Changes the file `name` of the result.
  func edit(_ name: String, _ change: (inout [UInt8]) -> Void) throws {
    let directory = try FileDescriptor.open(result, [.readOnly, .directory])
    var bytes = try Repository.bytes(at: "\(result)/\(name)")
    change(&bytes)
    let file = try directory.open(name, [.writeOnly, .truncate])
    try file.writeAll(bytes)
  }
}
