import Content
import Crypto
import Linux
import TestSupport
import Testing
import Transparency

/// A real writer process that strace kills, or lets fail, at one system call after the other.
@Suite(.enabled(if: Tracer.isAvailable, "strace is missing, or may not trace here"))
struct WriterCrashTests {
  static let origin = "example.com/log"
  /// Calls that can fail while the others go on; the rest is only killed at.
  static let failing: Set<String> = [
    "openat", "write", "fsync", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "unlink",
    "unlinkat", "read", "fstat", "newfstatat", "statx", "getdents64", "flock",
  ]

  /// What the writer does: entries that are there before, and the batches that it appends.
  struct Scenario {
    let start: Int
    let batches: [Int]
  }

  static let scenarios = [
    Scenario(start: 0, batches: [1, 255, 2]), Scenario(start: 250, batches: [3, 10, 300]),
    Scenario(start: 511, batches: [1, 1, 1]),
  ]

  /// One call at which the writer is stopped.
  struct Point {
    let call: String
    let number: Int
    /// `signal=SIGKILL`, `error=EIO`.
    let fault: String
  }

  let directory: TemporaryFolder
  let program: Program
  let key: SigningKey
  let noteKey: NoteKey

  init() throws {
    directory = try TemporaryFolder()
    program = try Program(named: "log-writer")
    key = try SigningKey()
    noteKey = try #require(
      NoteKey(name: Self.origin, role: .log, publicKey: key.publicKey))
    try KeyFile.write(key, to: keyFile)
  }

  var root: String { directory.path }
  var keyFile: String { root + "/key.pem" }

  static func entry(_ index: Int) -> [UInt8] { Array("entry \(index)".utf8) }

  /// A fresh log of `size` entries.
  func prepare(_ path: String, _ size: Int) throws {
    let parent = try FileDescriptor.open(root, [.readOnly, .directory])
    if try parent.entries().contains("log") { try parent.removeTree("log") }
    let storage = try PosixStorage(writing: path)
    guard size > 0 else { return }
    var writer = try LogWriter(creating: storage, origin: Self.origin, key: key)
    _ = try writer.append((0..<size).map(Self.entry))
  }

  /// Runs the writer under strace.
  ///
  /// - Returns: how many entries it acknowledged.
  func write(_ path: String, _ scenario: Scenario, tracing options: [String]) throws -> Int {
    let answer = try Program(at: "strace").run(
      options + [program.path, path, keyFile, Self.origin] + scenario.batches.map(String.init))
    return answer.standardOutput.split(separator: "\n").last.flatMap { Int($0) } ?? 0
  }

  /// Every call that the writer makes from where it first touches the log, each with its number.
  func points(_ path: String, _ scenario: Scenario) throws -> [Point] {
    try prepare(path, scenario.start)
    let trace = root + "/trace"
    let written = try write(path, scenario, tracing: ["-qq", "-o", trace])
    try #require(written == scenario.start + scenario.batches.reduce(0, +))
    var counts: [String: Int] = [:]
    var points: [Point] = []
    var isWriting = false
    let text = String(decoding: try Repository.bytes(at: trace), as: UTF8.self)
    for line in text.split(separator: "\n") {
      guard let end = line.firstIndex(of: "(") else { continue }
      let call = String(line[..<end])
      counts[call, default: 0] += 1
      // The program's own start has the path among its arguments.
      isWriting = isWriting || call != "execve" && line.contains(path)
      guard isWriting, call != "exit_group" else { continue }
      let faults =
        ["signal=SIGKILL"] + (Self.failing.contains(call) ? ["error=EIO", "error=ENOSPC"] : [])
      points += faults.map { Point(call: call, number: counts[call, default: 0], fault: $0) }
    }
    return points
  }

  /// Whatever was acknowledged is there, there is one history, and the log can go on.
  func verify(_ path: String, _ scenario: Scenario, acknowledged: Int, _ place: String) throws {
    let storage = try PosixStorage(writing: path)
    do throws(LogError) {
      var writer = try LogWriter(opening: storage, origin: Self.origin, key: key)
      let size = Int(writer.size)
      #expect(size >= max(acknowledged, scenario.start), "\(place): lost \(acknowledged - size)")
      #expect(try check(storage, size), "\(place)")
      let next = (size..<(size + 5)).map(Self.entry)
      #expect(try writer.append(next).lowerBound == UInt64(size), "\(place)")
      #expect(try check(storage, size + 5), "\(place), after going on")
    } catch {
      // Only a log that was never acknowledged may be missing.
      #expect(
        error.code == .missing && scenario.start == 0 && acknowledged == 0, "\(place): \(error)")
    }
  }

  /// Whether the log has exactly the entries 0 to `size`, in every file and under its checkpoint.
  private func check(_ storage: PosixStorage, _ size: Int) throws(LogError) -> Bool {
    let reader = try LogReader(storage, trusting: noteKey)
    let leaves = (0..<size).map { MerkleHash.leaf(Self.entry($0)) }
    return LogCheck(of: reader).isSound && reader.checkpoint.size == UInt64(size)
      && reader.checkpoint.root == .root(of: leaves[...])
  }

  @Test(
    "Killed or failed at any system call, a writer loses nothing acknowledged and forks nothing")
  func everyCall() throws {
    var generator = SeededGenerator()
    let path = root + "/log"
    var total = 0
    var tried = 0
    for scenario in Self.scenarios {
      let all = try points(path, scenario)
      total += all.count
      let sample = SeededGenerator.rounds(12, long: all.count)
      for point in sample < all.count
        ? Array(all.shuffled(using: &generator).prefix(sample)) : all
      {
        try prepare(path, scenario.start)
        let injection = "inject=\(point.call):\(point.fault):when=\(point.number)"
        let acknowledged = try write(
          path, scenario, tracing: ["-qq", "-o", "/dev/null", "-e", injection])
        let place = "seed \(generator.seed), \(scenario.start) entries, \(injection)"
        try verify(path, scenario, acknowledged: acknowledged, place)
        tried += 1
      }
    }
    print("WriterCrashTests: \(tried) of \(total) crash points (ASSAY_LONG=1 tries all)")
    #expect(total >= 1000)
  }
}

/// `strace(1)`, which makes system calls of another process fail.
enum Tracer {
  static let isAvailable =
    (try? Program(at: "strace").run(["-o", "/dev/null", "true"]))?.code == 0
}

/// A temporary directory that lives as long as a suite's value does.
final class TemporaryFolder: Sendable {
  private let directory: TemporaryDirectory
  var path: String { directory.path }

  init() throws(SystemError) {
    directory = try TemporaryDirectory()
  }
}
