import Content
import Jobs
import Linux
import TestSupport
import Testing

@Suite final class JobSpecificationTests {
  let directory: TemporaryDirectory
  let store: BlobStore
  static let manifest = Digest(of: Array("manifest".utf8))

  init() throws {
    directory = try TemporaryDirectory()
    store = try BlobStore(at: directory.path + "/store")
    try write("first", to: "a.npy")
    try write("second!", to: "b.npy")
  }

  func write(_ text: String, to name: String) throws {
    try FileDescriptor.open(directory.path, [.readOnly, .directory])
      .write(Array(text.utf8), to: name, .atomic)
  }

  func resolve(_ text: String) throws(JobError) -> JobSpecification {
    try JobFile(parsing: Array(text.utf8))
      .resolve(baseDirectory: directory.path, store: store) { _ in Self.manifest }
  }

  @Test("Inputs and image become digests, and the bytes are in the store")
  func resolved() throws {
    let job = try resolve(JobExamples.full)
    let first = Array("first".utf8)
    #expect(job.image == Self.manifest)
    #expect(job.inputs.map(\.digest) == [Digest(of: first), Digest(of: Array("second!".utf8))])
    #expect(job.inputs.map(\.size) == [5, 7])
    #expect(try store.read(Digest(of: first), limit: 100) == first)
  }

  @Test("The canonical form is exactly this")
  func canonicalForm() throws {
    let job = try resolve(JobExamples.job(#""inputs":{"x":{"path":"a.npy"}},"outputs":["b","a/"]"#))
    let expected =
      #"{"command":["/matmul"],"confidential":false,"#
      + #""determinism":"standard","environment":{},"image":"\#(Self.manifest)","#
      + #""inputs":{"x":{"digest":"\#(Digest(of: Array("first".utf8)))","size":5}},"#
      + #""network":"none","outputs":["a/","b"],"redundancy":{"comparator":"digest","maximum":5,"#
      + #""quorum":2,"replicas":3},"resources":{"cpuTimeMilliseconds":60000,"#
      + #""ioBytesPerSecond":0,"#
      + #""memoryBytes":536870912,"milliCPUs":1000,"openFiles":256,"outputBytes":67108864,"#
      + #""outputFiles":4096,"#
      + #""pids":64,"scratchBytes":67108864,"scratchFiles":16384,"standardErrorBytes":1048576,"standardOutputBytes":1048576,"#
      + #""wallTimeMilliseconds":60000},"schema":"urn:assay:schema:job-specification:v1"}"#
    #expect(job.json.canonicalText == expected)
    #expect(job.id == Digest(of: Array(expected.utf8)))
  }

  @Test("A tolerance has one form, with every bound in it")
  func tolerance() throws {
    let job = try resolve(
      JobExamples.job(
        #""numericProfile":"blas-f32","redundancy":{"comparator":"numeric","#
          + #""tolerance":{"absolute":0.00001,"relative":-0.0}}"#))
    #expect(
      job.json.canonicalText.contains(
        #""tolerance":{"absolute":0.00001,"relative":0,"ulps":0}"#))
    #expect(try JobSpecification(reading: JSONField(job.json)) == job)
    for path in ["redundancy.tolerance", "redundancy.tolerance.ulps", "redundancy.comparator"] {
      #expect(throws: FieldError.self) {
        try JobSpecification(reading: JSONField(job.json.replacing(path, with: nil)))
      }
    }
  }

  @Test("How a job is written does not change its id; what it says does")
  func identity() throws {
    let plain = try resolve(JobExamples.job(#""outputs":["a","b"],"resources":{"memory":"1Gi"}"#))
    let other = try resolve(
      JobExamples.job(#""resources":{"memory":"1024Mi","cpus":1},"outputs":["b","a"]"#))
    let different = try resolve(JobExamples.job(#""outputs":["a"],"resources":{"memory":"1Gi"}"#))
    #expect(plain.id == other.id)
    #expect(plain == other)
    #expect(plain.id != different.id)
  }

  @Test("A network has one form, and the id covers it")
  func network() throws {
    let some = try resolve(
      JobExamples.job(
        JobExamples.allow(
          #"{"port":1,"address":"2001:DB8:0::5"},{"address":"203.0.113.5","port":443}"#)))
    #expect(
      some.network.json.canonicalText
        == #"{"allow":[{"address":"203.0.113.5","port":443,"protocol":"tcp"},"#
        + #"{"address":"2001:db8::5","port":1,"protocol":"tcp"}]}"#)
    let none = try resolve(JobExamples.job(""))
    let loopback = try resolve(JobExamples.job(#""network":"loopback""#))
    #expect(Set([some.id, none.id, loopback.id]).count == 3)
    for (path, value) in [
      ("address", JSON.string("2001:DB8::5")), ("address", .string("1.1.1.1")),
      ("protocol", .string("udp")), ("port", .string("1")),
    ] {
      guard case .object(var network) = some.network.json,
        case .array(var entries)? = network["allow"]
      else { continue }
      entries[1] = Self.setting(value, at: [path], of: entries[1]) ?? .null
      network["allow"] = .array(entries)
      #expect(throws: FieldError.self, "\(value)") {
        try JobSpecification(
          reading: JSONField(Self.setting(.object(network), at: ["network"], of: some.json)))
      }
    }
  }

  @Test("That violations are recorded is written down, and that they are not is left out")
  func violations() throws {
    let plain = try resolve(JobExamples.job(""))
    let ignoring = try resolve(JobExamples.job(#""violations":"ignore""#))
    let recording = try resolve(JobExamples.job(#""violations":"record""#))
    #expect(plain.id == ignoring.id)
    #expect(plain.id != recording.id)
    let error = #expect(throws: FieldError.self) {
      try JobSpecification(
        reading: JSONField(Self.setting(.string("ignore"), at: ["violations"], of: plain.json)))
    }
    #expect(error?.path == "violations")
  }

  @Test(
    "Encoding and decoding give the same job",
    arguments: [JobExamples.full, JobExamples.job("")] + JobExamples.good.suffix(4))
  func roundTrip(text: String) throws {
    let job = try resolve(text)
    let bytes = job.json.canonicalBytes
    let decoded = try JobSpecification(reading: JSONField(try JSON(parsingCanonical: bytes)))
    #expect(decoded == job)
    #expect(decoded.id == job.id)
    #expect(decoded.json.canonicalBytes == bytes)
  }

  @Test(
    "A specification leaves nothing out and adds nothing",
    arguments: [[], ["redundancy"], ["resources"]])
  func everyMemberIsNeeded(place: [String]) throws {
    let whole = try resolve(JobExamples.full).json
    let names = Self.members(of: whole, at: place)
    #expect(names.count >= 4)
    for name in names {
      let path = (place + [name]).joined(separator: ".")
      let error = #expect(throws: FieldError.self) {
        try JobSpecification(reading: JSONField(Self.setting(nil, at: place + [name], of: whole)))
      }
      #expect(error?.path == path)
      #expect(error?.value == nil)
    }
    let error = #expect(throws: FieldError.self) {
      try JobSpecification(
        reading: JSONField(Self.setting(.null, at: place + ["extra"], of: whole)))
    }
    #expect(error?.path == (place + ["extra"]).joined(separator: "."))
  }

  @Test("Amounts are integers, outputs in ascending order")
  func strictness() throws {
    let whole = try resolve(JobExamples.full).json
    let changes: [([String], JSON)] = [
      (["resources", "memoryBytes"], .string("512Mi")),
      (["resources", "pids"], .number(0)),
      (["outputs"], .strings(["c.npy", "a/logs/"])),
      (["image"], .string("matmul")),
      (["schema"], .string(JobFile.schema)),
      (["inputs", "a.npy"], .object(["path": .string("a.npy")])),
    ]
    for (path, value) in changes {
      #expect(throws: FieldError.self, "\(path)") {
        try JobSpecification(reading: JSONField(Self.setting(value, at: path, of: whole)))
      }
    }
  }

  static func members(of value: JSON, at path: [String]) -> [String] {
    guard case .object(let object) = value else { return [] }
    guard let first = path.first else { return object.members.map(\.name) }
    return object[first].map { members(of: $0, at: Array(path.dropFirst())) } ?? []
  }

  static func setting(_ new: JSON?, at path: [String], of value: JSON) -> JSON? {
    guard let first = path.first, case .object(var object) = value else { return new }
    object[first] = setting(new, at: Array(path.dropFirst()), of: object[first] ?? .null)
    return .object(object)
  }
}

extension JobSpecificationTests {
  @Test("A missing input is named with the place where it was looked for")
  func missingInput() throws {
    let error = #expect(throws: JobError.self) {
      try resolve(JobExamples.job(#""inputs":{"x":{"path":"nowhere/x"}}"#))
    }
    guard case .field(let field)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(field.path == "inputs.x.path")
    #expect(field.value == #""nowhere/x""#)
    #expect(field.expected.contains("\(directory.path)/nowhere/x: No such file"))
  }

  @Test("A directory is no input")
  func directoryInput() throws {
    let error = #expect(throws: JobError.self) {
      try resolve(JobExamples.job(#""inputs":{"x":{"path":"store"}}"#))
    }
    #expect(error?.description.contains("a regular file") == true)
  }

  @Test("A digest input must be in the store")
  func digestInput() throws {
    let digest = try store.put(Array("kept".utf8))
    let job = try resolve(JobExamples.job(#""inputs":{"x":{"digest":"\#(digest)"}}"#))
    #expect(job.inputs.map(\.size) == [4])
    let error = #expect(throws: JobError.self) { try resolve(JobExamples.good[2]) }
    guard case .field(let field)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(field.path == "inputs.x.digest")
  }

  @Test("An unknown image is named; a broken image store is not the job's fault")
  func images() throws {
    let file = try JobFile(parsing: Array(JobExamples.job("").utf8))
    let unknown = #expect(throws: JobError.self) {
      try file.resolve(baseDirectory: ".", store: store) { _ in nil }
    }
    guard case .field(let field)? = unknown else {
      Issue.record("\(String(describing: unknown))")
      return
    }
    #expect(field.path == "image")
    #expect(field.value == #""matmul""#)
    let broken = #expect(throws: JobError.self) {
      try file.resolve(baseDirectory: ".", store: store) { _ in throw SystemError("x", code: 5) }
    }
    guard case .images? = broken else {
      Issue.record("\(String(describing: broken))")
      return
    }
  }

  @Test("A job file is read from disk, and a missing one is an operational error")
  func fromDisk() throws {
    try write(JobExamples.full, to: "job.json")
    _ = try JobFile(readingFrom: directory.path + "/job.json")
    let error = #expect(throws: JobError.self) {
      try JobFile(readingFrom: directory.path + "/none.json")
    }
    guard case .storage? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
