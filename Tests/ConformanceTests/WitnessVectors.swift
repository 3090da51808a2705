import Content
import Crypto
import Linux
import TestSupport
import Transparency

/// A sequence of requests to a witness, and what it must answer to each.
enum WitnessVectors {
  static func run(_ root: String) throws -> [ConformanceReport] {
    var report = ConformanceReport("tlog-witness, add-checkpoint")
    let vector = JSONField(
      try JSON(parsing: Repository.bytes(at: root + "/add-checkpoint.json")))
    let sequence = try vector.tag("sequence").elements(atMost: 100)
    let publicKey = PublicKey(hexadecimal: try vector.tag("log_public_key_hex").string())
    let first = WitnessRequest(Array(try sequence[0].tag("request_body").string().utf8))
    let origin = first?.note?.signatures.first?.name ?? ""
    guard let publicKey, let log = NoteKey(name: origin, role: .log, publicKey: publicKey) else {
      report.check(false, "the log's key")
      return [report]
    }
    let directory = try TemporaryDirectory()
    let storage = try PosixStorage(writing: directory.path)
    let key = try SigningKey()
    let name = "example.com/witness"
    for (index, step) in sequence.enumerated() {
      // Opened anew for each request, since a witness must not forget.
      var witness = try Witness(storage, name: name, key: key, logs: [log])
      let answer = witness.answer(
        Array(try step.tag("request_body").string().utf8), at: 1_800_000_000)
      var status = Int(try step.tag("status").integer(in: 0...999))
      let asserts = try step.tag("asserts").string()
      // The sequence is older than the rule that an unknown log is answered with 404.
      if asserts.contains("unknown log") { status = 404 }
      report.check(answer.status == status, "request \(index): \(answer), expected \(status)")
      if status == 409 {
        report.check(asserts.contains("\"\(answer.body.dropLast())\\n\""), "\(index)")
      }
      if status == 200 { report.check(answer.body.hasPrefix("\u{2014} \(name) "), "\(index)") }
    }
    return [report]
  }
}
