import Content
import Crypto
import Linux
import TestSupport
import Testing
import Transparency

/// `assay log serve` and `assay log witness --listen`, met by curl and by clients that mean no good.
@Suite(
  .enabled(
    if: HTTPClients.python != nil && HTTPClients.hasCurl, "needs python3 and curl: install-peers"))
struct LogServerTests {
  let journey: JourneyCase
  let folder: String
  let log: String
  let key: String
  let vkey: String
  /// One statement's envelope, as a file.
  let envelope: String

  init() throws {
    let workspace = try JourneyWorkspace.shared.get()
    journey = try workspace.prepare(VerdictTests.answer)
    folder = journey.folder.path
    (log, key) = (folder + "/log", folder + "/key.pem")
    #expect(try journey.run().code == 0)
    let made = try workspace.run(
      ["log", "init", log, "--origin", "example.com/log", "--key", key])
    vkey = String(made.standardOutput.dropLast())
    let bundle = JSONField(try JSON(parsing: Repository.bytes(at: journey.bundle)))
    let payload = JSONField(try JSON(parsing: bundle.tag("payload").base64(atMost: 1 << 24)))
    let replica = try payload.tag("replicas").elements(atMost: 9)[0]
    let first = try replica.tag("reply").tag("envelopes").elements(atMost: 1)[0]
    envelope = folder + "/envelope.json"
    try FileDescriptor.open(folder, [.readOnly, .directory])
      .write(try #require(first.value).canonicalBytes, to: "envelope.json", .atomic)
  }

  func serve(_ options: [String] = []) throws -> ServedLog {
    try ServedLog(
      [journey.workspace.assay.path, "log", "serve", log, "--key", key] + options,
      data: folder + "/data")
  }

  func client(_ kind: String, _ server: borrowing ServedLog, _ words: String...) throws
    -> Program.Answer
  {
    let script = "\(Repository.root)/Tests/Peers/http_clients.py"
    return try Program(at: try #require(HTTPClients.python)).run(
      [script, kind, server.port] + words)
  }

  /// What curl prints: the body, a line with the status, and the headers named.
  func curl(_ words: [String]) throws -> (status: String, headers: String, body: String) {
    let answer = try Program(at: "curl").run(
      ["-s", "-D", "\(folder)/headers", "-w", "\n%{http_code}"] + words)
    let end = answer.standardOutput.lastIndex(of: "\n") ?? answer.standardOutput.startIndex
    return (
      String(answer.standardOutput[end...].dropFirst()),
      String(decoding: try Repository.bytes(at: "\(folder)/headers"), as: UTF8.self).lowercased(),
      String(answer.standardOutput[..<end])
    )
  }

  @Test("curl appends, and reads checkpoint, tiles and proofs with their types")
  func appending() throws {
    var server = try serve()
    let url = "http://127.0.0.1:\(server.port)"
    let appended = try curl(["--data-binary", "@\(journey.bundle)", "\(url)/append"])
    #expect(appended.status == "200" && appended.body.contains(#""index":3"#), "\(appended)")
    let head = try curl(["\(url)/checkpoint"])
    #expect(head.headers.contains("cache-control: no-cache"))
    #expect(head.headers.contains("content-type: text/plain; charset=utf-8"))
    #expect(head.body.hasPrefix("example.com/log\n4\n"))
    let tile = try curl(["-o", "\(folder)/tile", "\(url)/tile/0/000.p/4"])
    #expect(tile.status == "200" && tile.headers.contains("application/octet-stream"))
    #expect(tile.headers.contains("immutable") && tile.headers.contains("max-age=31536000"))
    #expect(try Repository.bytes(at: "\(folder)/tile").count == 128)
    #expect(try curl(["-I", "\(url)/tile/entries/000.p/4"]).status == "200")
    _ = try curl(["-o", "\(folder)/p.tlog-proof", "\(url)/proof/3"])
    let verified = try journey.workspace.run([
      "log", "verify", "\(folder)/p.tlog-proof", "--of", journey.bundle, "--log-key", vkey,
    ])
    #expect(verified.code == 0, "\(verified)")
    for (words, status) in [
      (["\(url)/"], "404"), (["\(url)/.lock"], "404"), (["\(url)/proof/4"], "404"),
      (["\(url)/tile/0/001"], "404"), (["--path-as-is", "\(url)/../key.pem"], "404"),
      (["--path-as-is", "\(url)/tile/../../key.pem"], "404"), (["\(url)/tile/0/0x0"], "404"),
      (["\(url)/append"], "405"), (["-X", "DELETE", "\(url)/checkpoint"], "405"),
      (["--data-binary", "{}", "\(url)/append"], "400"),
      (["--data-binary", "@\(folder)/job.json", "\(url)/append"], "400"),
    ] {
      #expect(try curl(words).status == status, "\(words)")
    }
    #expect(try server.terminate() == 0)
    #expect(try journey.workspace.run(["log", "fsck", log, "--log-key", vkey]).code == 0)
  }

  @Test("A second writer is refused while a log is served")
  func locked() throws {
    var server = try serve()
    var second = try ServedLog(
      [journey.workspace.assay.path, "log", "serve", log, "--key", key], data: folder + "/data",
      isExpectedToStart: false)
    #expect(try second.end() == 1)
    #expect(try server.terminate() == 0)
  }

  @Test(
    "Slow, stalling, giant and lying clients are sent away, and others are served",
    arguments: ["trickle", "stall", "giant", "lying"])
  func hostile(kind: String) throws {
    var server = try serve(["--patience", "2"])
    let answer = try client(kind, server)
    #expect(answer.code == 0, "\(answer.standardOutput) \(answer.standardError)")
    let url = "http://127.0.0.1:\(server.port)"
    #expect(try curl(["--data-binary", "@\(envelope)", "\(url)/append"]).status == "200")
    #expect(try server.terminate() == 0)
  }

  @Test("When the queue is full, clients are told to come again")
  func backPressure() throws {
    // The bundle and its statements are four entries, which never fit.
    var server = try serve(["--queue", "3"])
    let url = "http://127.0.0.1:\(server.port)"
    let refused = try curl(["--data-binary", "@\(journey.bundle)", "\(url)/append"])
    #expect(refused.status == "503" && refused.headers.contains("retry-after: 1"), "\(refused)")
    #expect(try curl(["--data-binary", "@\(envelope)", "\(url)/append"]).status == "200")
    #expect(try server.terminate() == 0)
  }

  @Test("Many clients append while the server is killed and ended; what it acknowledged is there")
  func restarts() throws {
    var server = try serve()
    let port = server.port
    let script = "\(Repository.root)/Tests/Peers/http_clients.py"
    var clients = try ChildProcess([
      try #require(HTTPClients.python), script, "hammer", port, envelope, "4",
    ])
    for isKill in [true, false, true] {
      Thread.sleep(microseconds: 700_000)
      _ = try isKill ? server.kill() : server.terminate()
      server = try serve(["--listen", "127.0.0.1:\(port)"])
    }
    let output = try clients.standardOutput.readAll(limit: 1 << 26)
    #expect(try clients.wait() == 0)
    #expect(try server.terminate() == 0)
    let entries = try JSONField(JSON(parsing: output)).tag("entries").elements(atMost: 1 << 20)
    let noteKey = try #require(NoteKey(vkey))
    let reader = try LogReader(PosixStorage(reading: log), trusting: noteKey)
    #expect(LogCheck(of: reader).isSound)
    var seen: Set<Int64> = []
    let digest = Digest(of: try Repository.bytes(at: envelope)).description
    for entry in entries {
      let index = try entry.tag("index").integer(in: 0...(1 << 40))
      #expect(seen.insert(index).inserted, "\(index) was given twice")
      #expect(try entry.tag("digest").string() == digest)
      let text = String(decoding: try reader.entry(UInt64(index)), as: UTF8.self)
      #expect(text.contains(digest), "entry \(index)")
    }
    #expect(!seen.isEmpty && seen.count <= Int(reader.checkpoint.size))
  }

  @Test("A witness answers over HTTP as it does in files, and forgets nothing when it is killed")
  func witness() throws {
    func serve() throws -> ServedLog {
      try ServedLog(
        [
          journey.workspace.assay.path, "log", "witness", "\(folder)/state", "--name",
          "w.example/w",
          "--key", "\(folder)/w.pem", "--log-key", vkey,
        ], data: folder + "/data")
    }
    var server = try serve()
    #expect(try journey.workspace.run(["log", "append", log, envelope, "--key", key]).code == 0)
    func ask(since size: Int) throws -> (status: String, headers: String, body: String) {
      let proof = try journey.workspace.run([
        "log", "prove", log, "--since", "\(size)", "--key", key,
      ])
      try FileDescriptor.open(folder, [.readOnly, .directory])
        .write(Array(proof.standardOutput.utf8), to: "request", .atomic)
      return try curl([
        "--data-binary", "@\(folder)/request", "http://127.0.0.1:\(server.port)/add-checkpoint",
      ])
    }
    #expect(try ask(since: 0).body.hasPrefix("\u{2014} w.example/w "))
    _ = try server.kill()
    server = try serve()
    let known = try ask(since: 0)
    #expect(known.status == "409" && known.body == "1\n")
    #expect(known.headers.contains("content-type: text/x.tlog.size"))
    #expect(try ask(since: 1).status == "200")
    let url = "http://127.0.0.1:\(server.port)"
    #expect(try curl(["\(url)/add-checkpoint"]).status == "405")
    #expect(try curl(["\(url)/checkpoint"]).status == "404")
    #expect(try curl(["--data-binary", "x", "\(url)/add-checkpoint"]).status == "400")
    #expect(try server.terminate() == 0)
  }

  @Test(
    "The shared sequence of requests to a witness is answered over HTTP as it says",
    .enabled(if: Repository.vectors != nil, "no vectors: set ASSAY_VECTORS to their directory"))
  func vectors() throws {
    let path = "\(try #require(Repository.vectors))/tlog-witness/add-checkpoint.json"
    let vector = JSONField(try JSON(parsing: Repository.bytes(at: path)))
    let sequence = try vector.tag("sequence").elements(atMost: 100)
    let publicKey = try #require(
      PublicKey(hexadecimal: try vector.tag("log_public_key_hex").string()))
    let first = WitnessRequest(Array(try sequence[0].tag("request_body").string().utf8))
    let origin = try #require(first?.note?.signatures.first?.name)
    let log = try #require(NoteKey(name: origin, role: .log, publicKey: publicKey))
    var server = try ServedLog(
      [
        journey.workspace.assay.path, "log", "witness", "\(folder)/state", "--name",
        "example.com/witness", "--key", "\(folder)/w.pem", "--log-key", "\(log)",
      ], data: folder + "/data")
    for (index, step) in sequence.enumerated() {
      try FileDescriptor.open(folder, [.readOnly, .directory])
        .write(Array(try step.tag("request_body").string().utf8), to: "request", .atomic)
      let answer = try curl([
        "--data-binary", "@\(folder)/request", "http://127.0.0.1:\(server.port)/add-checkpoint",
      ])
      var status = try step.tag("status").integer(in: 0...999)
      // The sequence is older than the rule that an unknown log is answered with 404.
      if try step.tag("asserts").string().contains("unknown log") { status = 404 }
      #expect(answer.status == "\(status)", "request \(index): \(answer)")
    }
    #expect(try server.terminate() == 0)
  }
}

/// What requests are made with.
enum HTTPClients {
  static let python = Repository.python(with: "json")
  static let hasCurl = (try? Program(at: "curl").run(["--version"]))?.code == 0
}

/// A server of a log or a witness, as a process.
struct ServedLog: ~Copyable {
  private var process: ChildProcess
  private let identifier: String
  /// Where it listens, on 127.0.0.1.
  let port: String

  /// Starts `command` at any port, unless it says which.
  init(_ command: [String], data: String, isExpectedToStart: Bool = true) throws {
    let listen = command.contains("--listen") ? [] : ["--listen", "127.0.0.1:0"]
    let child = try ChildProcess(
      ["sh", "-c", #"echo $$; exec env "$@" 2>/dev/null"#, "sh", "ASSAY_DATA=\(data)"]
        + command + listen)
    var lines: [Substring] = []
    var text = ""
    while lines.count < (isExpectedToStart ? 3 : 2) {
      let piece = try child.standardOutput.readSome(atMost: 4096)
      text += String(decoding: piece, as: UTF8.self)
      lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      if piece.isEmpty { break }
    }
    let port = lines.count > 1 ? String(lines[1].split(separator: ":").last ?? "") : ""
    if isExpectedToStart { try #require(UInt16(port) != nil, "the server said: \(text)") }
    identifier = String(lines[0])
    self.port = port
    process = child
  }

  /// Ends it as an administrator would (`SIGTERM`).
  ///
  /// - Returns: its exit code.
  mutating func terminate() throws -> Int32 { try signal("TERM") }

  /// Ends it as a power failure would end the process (`SIGKILL`).
  mutating func kill() throws -> Int32 { try signal("KILL") }

  /// Waits for its end.
  mutating func end() throws -> Int32 { try process.wait() }

  private mutating func signal(_ name: String) throws -> Int32 {
    _ = try Program(at: "sh").run(["-c", "kill -s \(name) \(identifier)"])
    return try process.wait()
  }
}
