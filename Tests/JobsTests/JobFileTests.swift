import Content
import Jobs
import TestSupport
import Testing

@Suite struct JobFileTests {
  static func parse(_ text: String) throws(JobError) -> JobFile {
    try JobFile(parsing: Array(text.utf8))
  }

  @Test("A file that says everything is read as it stands")
  func full() throws {
    let job = try Self.parse(JobExamples.full)
    #expect(job.image == .name("matmul"))
    #expect(job.command.arguments == ["/matmul", "/in/a.npy", "/in/b.npy", "/out/c.npy"])
    #expect(job.environment.variables == ["K": "V", "B": "ä"])
    #expect(job.inputs.map(\.name.text) == ["a.npy", "b/b.npy"])
    #expect(job.inputs.map(\.source) == [.path("a.npy"), .path("b.npy")])
    #expect(job.outputs.declarations.map(\.description) == ["a/logs/", "c.npy"])
    #expect(job.determinism == .strict)
    let resources = job.resources
    #expect(resources.milliCPUs == 500)
    #expect(resources.memory == 3 << 29)
    #expect(resources.output == 64_000_000)
    #expect(resources.standardOutput == 4096)
    #expect(resources.standardError == 4000)
    #expect(resources.openFiles == 32)
    #expect(resources.wallTime == 60_000)
    #expect(resources.cpuTime == 30_000)
  }

  @Test("What is left out has the documented default")
  func defaults() throws {
    let job = try Self.parse(JobExamples.job(#""resources":{"cpus":"1500m"}"#))
    #expect(job.environment.variables.isEmpty)
    #expect(job.inputs.isEmpty)
    #expect(job.outputs.declarations.isEmpty)
    #expect(job.network == .none)
    #expect(job.determinism == .standard)
    let resources = job.resources
    #expect(resources.memory == 512 << 20)
    #expect(resources.pids == 64)
    #expect(resources.openFiles == 256)
    #expect([resources.scratch, resources.output] == [64 << 20, 64 << 20])
    #expect([resources.standardOutput, resources.standardError] == [1 << 20, 1 << 20])
    #expect(resources.wallTime == 60_000)
    #expect(resources.cpuTime == 120_000, "two CPUs' worth, rounded up from one and a half")
  }

  @Test(
    "Redundancy follows from the replicas",
    arguments: [(1, 1, 1), (2, 2, 3), (3, 2, 5), (4, 3, 7), (64, 33, 127)])
  func redundancy(replicas: Int, quorum: Int, maximum: Int) throws {
    let job = try Self.parse(JobExamples.job(#""redundancy":{"replicas":\#(replicas)}"#))
    #expect(job.redundancy.quorum == quorum)
    #expect(job.redundancy.maximum == maximum)
    #expect(job.redundancy.comparator == .digest)
  }

  @Test("Good files are read", arguments: JobExamples.good)
  func good(text: String) throws {
    _ = try Self.parse(text)
  }

  @Test("A bad field is named, with its value and what was expected", arguments: JobExamples.bad)
  func bad(example: JobExamples.Bad) throws {
    let error = #expect(throws: JobError.self) { try Self.parse(example.text) }
    guard case .field(let field)? = error else {
      Issue.record("\(String(describing: error)) is no field error")
      return
    }
    #expect(field.path == example.path)
    #expect(field.description.contains(example.says), "\(field)")
  }

  @Test("What is not JSON is refused with line, column and the member around it")
  func syntax() throws {
    let text = "{\n  \"command\": [\"/a\"],\n  \"ä\": {\"memory\": 1, \"memory\": 2}}"
    let error = #expect(throws: JobError.self) { try Self.parse(text) }
    #expect(
      error?.description
        == "ä.memory: line 3, column 22: the JSON has a duplicate member name “memory”")
    let cut = #expect(throws: JobError.self) { try Self.parse("{\"outputs\": [\"a\",\n") }
    #expect(cut?.description == "outputs[1]: line 2, column 1: the JSON ends too early")
  }

  @Test("An escaped twin of a name is a duplicate too")
  func escapedDuplicate() throws {
    let error = #expect(throws: JobError.self) {
      try Self.parse(#"{"image":"a","im\u0061ge":"b"}"#)
    }
    guard case .syntax(let json, line: 1, column: 14)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(json.reason == .duplicateName)
    #expect(json.path == "image")
  }

  @Test("Size and nesting are bounded before anything is kept")
  func limits() throws {
    let large = [UInt8](repeating: UInt8(ascii: " "), count: JobFile.limits.bytes + 1)
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    for (bytes, reason) in [(large, JSONError.Reason.tooLarge), (deep, .tooDeep)] {
      let error = #expect(throws: JobError.self) { try JobFile(parsing: bytes) }
      guard case .syntax(let json, _, _)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(json.reason == reason)
    }
  }

  @Test("Mutated files are read or refused, never worse")
  func mutations() throws {
    var random = SeededGenerator()
    let seed = random.seed
    print("JobFileTests.mutations: seed \(seed)")
    let rounds = SeededGenerator.rounds(5000, long: 100_000)
    var accepted = 0
    for round in 0..<rounds {
      let original = JobExamples.good[round % JobExamples.good.count]
      let bytes = random.mutation(of: Array(original.utf8))
      do throws(JobError) {
        let job = try JobFile(parsing: bytes)
        accepted += 1
        #expect(job.redundancy.quorum * 2 > job.redundancy.replicas, "seed \(seed)")
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
    #expect(accepted < rounds, "seed \(seed)")
  }
}
