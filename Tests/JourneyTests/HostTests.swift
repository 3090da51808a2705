import Content
import Linux
import TestSupport
import Testing

/// The command line on other hosts and with other people's images.
@Suite struct HostTests {
  let workspace: JourneyWorkspace

  init() throws {
    workspace = try JourneyWorkspace.shared.get()
  }

  @Test(
    "An ordinary user's job is refused without the limits it asks for, unless the user accepts that",
    .enabled(if: HostTests.isRoot, "only root can become an ordinary user"))
  func ordinaryUser() throws {
    let folder = try OrdinaryUser()
    let refused = try folder.assay(["run", "\(folder.path)/job.json"])
    #expect(refused.code == 5, "\(refused.standardError)")
    #expect(refused.standardError.contains("memory-limit"), "\(refused.standardError)")
    let accepted = try folder.assay(["run", "\(folder.path)/job.json", "--unenforced-limits"])
    #expect(accepted.code == 0, "\(accepted.standardError)")
    let doctor = try folder.assay(["doctor", "--json"])
    #expect(doctor.code == 5)
    let document = JSONField(try JSON(parsing: Array(doctor.standardOutput.utf8)))
    #expect(try document.tag("complete").boolean() == false)
  }

  @Test(
    "An archive that skopeo made runs like the image it was made of",
    .enabled(if: (try? Program(at: "skopeo").run(["--version"]))?.code == 0, "no skopeo"))
  func foreignArchive() throws {
    let folder = try TemporaryFolder()
    let archive = "\(folder.path)/image.tar"
    let copied = try Program(at: "skopeo").run([
      "--insecure-policy", "copy", "--quiet", "oci:\(workspace.store):busybox",
      "docker-archive:\(archive):busybox:latest",
    ])
    try #require(copied.code == 0, "\(copied.standardError)")
    let imported = try workspace.run(["image", "import", archive, "--name", "foreign"])
    #expect(imported.code == 0, "\(imported.standardError)")
    var job = VerdictTests.answer
    job["image"] = .string("foreign")
    let journey = try workspace.prepare(job)
    #expect(try journey.run().code == 0)
    #expect(try journey.verify().code == 0)
  }

  /// A small Internet: a web server of Python's at an address that a job may name.
  private static let serve = """
    busybox ip link set lo up
    busybox ip address add 203.0.113.5/32 dev lo
    cd "$1"; shift
    /usr/bin/python3 -m http.server --bind 203.0.113.5 8000 >/dev/null 2>&1 &
    until busybox wget -q -O /dev/null http://203.0.113.5:8000/job.json; do sleep 0.1; done
    "$@"; code=$?
    kill $!
    exit $code
    """

  @Test(
    "A job fetches from the server that its list names, where the provider allows that",
    .enabled(if: HostTests.isRoot, "only root can make a network without a user namespace"))
  func network() throws {
    let list = JSON.object([
      "allow": .array([
        .object(["address": .string("203.0.113.5"), "port": .integer(8000)])
      ])
    ])
    let journey = try workspace.prepare(
      JourneyWorkspace.script(
        "/busybox wget -q -O - http://203.0.113.5:8000/job.json | /busybox head -c 4; echo;"
          + " /busybox wget -q -O - http://203.0.113.5:8001/ || echo refused", ["network": list]))
    let words = ["--net", "/bin/sh", "-c", Self.serve, "sh", journey.folder.path]
    let run = [workspace.assay.path, "run", "job.json", "--output", journey.result]
    let unshare = Program(at: "unshare")
    let environment = ["ASSAY_DATA": workspace.data]
    let refused = try unshare.run(words + run, environment: environment)
    #expect(refused.code == 2)
    #expect(refused.standardError.contains("--internal-addresses"), "\(refused)")
    let allowed = try unshare.run(words + run + ["--internal-addresses"], environment: environment)
    #expect(allowed.code == 0, "\(allowed)")
    #expect(
      allowed.standardOutput.contains("\nnetwork   tcp 203.0.113.5:8000\n"), "\(allowed)")
    let output = try Repository.bytes(at: journey.result + "/stdout")
    #expect(String(decoding: output, as: UTF8.self) == "{\"co\nrefused\n")
  }

  @Test("A strict job's root is an EROFS image where the doctor says that it can be")
  func imageRoot() throws {
    let doctor = try workspace.run(["doctor", "--json"])
    let document = JSONField(try JSON(parsing: Array(doctor.standardOutput.utf8)))
    let root = try document.tag("imageRoot")
    let isPossible = try root.tag("available").boolean()
    #expect(isPossible == (try? root.tag("mend").string()).map { $0.isEmpty } ?? true)
    for (determinism, kind) in [
      ("strict", isPossible ? "erofs" : "overlay"), ("standard", "overlay"),
    ] {
      let journey = try workspace.prepare(
        JourneyWorkspace.script(
          "/busybox grep ' / / ' /proc/self/mountinfo | /busybox sed 's/.* - \\([a-z]*\\) .*/\\1/'",
          ["determinism": .string(determinism)]))
      let answer = try journey.run()
      #expect(answer.code == 0, "\(answer)")
      let output = try Repository.bytes(at: journey.result + "/stdout")
      #expect(String(decoding: output, as: UTF8.self) == kind + "\n")
    }
  }

  @Test("Forty jobs in a row start and close cleanly")
  func repeatedClosing() throws {
    let journey = try workspace.prepare(JourneyWorkspace.script("true"))
    for round in 0..<40 {
      let answer = try journey.run(["--quiet"])
      #expect(answer.code == 0, "round \(round): \(answer.standardError)")
    }
  }

  @Test("What a job does not declare does not leave its sandbox")
  func undeclaredOutput() throws {
    let journey = try workspace.prepare(
      JourneyWorkspace.script(
        "echo kept > /out/kept; echo lost > /out/lost", ["outputs": .strings(["kept"])]))
    #expect(try journey.run().code == 0)
    let out = try FileDescriptor.open(journey.result + "/out", [.readOnly, .directory])
    #expect(try out.entries() == ["kept"])
  }

  @Test("A command that the image does not have is a usage error")
  func absentCommand() throws {
    var job = JourneyWorkspace.script("true")
    job["command"] = .strings(["/no/such/program"])
    let answer = try workspace.prepare(job).run()
    #expect(answer.code == 2, "\(answer.standardError)")
    #expect(answer.standardError.contains("/no/such/program"), "\(answer.standardError)")
  }

  static var isRoot: Bool {
    (try? Program(at: "id").run(["-u"]))?.standardOutput == "0\n"
  }
}

/// A copy of the programs, a workspace and a job that an ordinary user may read.
struct OrdinaryUser {
  private static let identity = ["--reuid=12345", "--regid=12345", "--clear-groups"]

  private let folder: TemporaryFolder
  var path: String { folder.path }

  init() throws {
    folder = try TemporaryFolder()
    let products = try Program(named: "assay").path.split(separator: "/").dropLast()
    for name in ["assay", "assay-launcher"] {
      let source = "/\(products.joined(separator: "/"))/\(name)"
      _ = try Program(at: "cp").run([source, folder.path])
    }
    let job = JSON.object(JourneyWorkspace.script("echo hello"))
    let directory = try FileDescriptor.open(folder.path, [.readOnly, .directory])
    try directory.write(job.canonicalBytes, to: "job.json", .atomic)
    _ = try Program(at: "chown").run(["-R", "12345:12345", folder.path])
    let built = try assay(["image", "build", "/bin/busybox", "--name", "busybox"])
    try #require(built.code == 0, "\(built.standardError)")
  }

  func assay(_ arguments: [String]) throws -> Program.Answer {
    try Program(at: "setpriv").run(
      Self.identity + ["\(folder.path)/assay"] + arguments + ["--data", "\(folder.path)/data"])
  }
}
