import Attestation
import Content
import Crypto
import Linux
import TestSupport
import Testing

/// Software that others wrote, checking what we write.
@Suite struct PeerTests {
  /// Runs a Python program that is told of a folder with `files` in it.
  static func python(
    _ module: String, _ program: String, _ files: [String: [UInt8]]
  ) throws -> String {
    let interpreter = try #require(Repository.python(with: module))
    let directory = try TemporaryDirectory()
    let handle = try FileDescriptor.open(directory.path, [.readOnly, .directory])
    for (name, bytes) in files { try handle.write(bytes, to: name, .atomic) }
    return try Repository.output(of: [interpreter, "-c", program, directory.path])
  }

  @Test(
    "securesystemslib verifies our envelope, and not a changed one",
    .enabled(
      if: Repository.python(with: "securesystemslib.dsse") != nil,
      "no Python with securesystemslib: run Tests/install-peers"))
  func securesystemslib() throws {
    let key = try Fixture.key(1)
    let envelope = try Envelope.sign(
      try Fixture.statement(provider: key.publicKey), with: key)
    let tampered = envelope.json.replacing("payloadType", with: .string("application/json"))
    let program = """
      import json, sys
      from securesystemslib.dsse import Envelope
      from securesystemslib.exceptions import VerificationError
      from securesystemslib.signer import SSlibKey
      folder = sys.argv[1]
      key_id, public = open(folder + "/key").read().split()
      key = SSlibKey(key_id, "ed25519", "ed25519", {"public": public})
      for name in ("envelope", "tampered"):
          envelope = Envelope.from_dict(json.load(open(folder + "/" + name)))
          try:
              envelope.verify([key], 1)
              print(name, "verified", json.loads(envelope.payload)["subject"][0]["name"])
          except VerificationError:
              print(name, "refused")
      """
    let names = Array("\(key.publicKey.keyID) \(key.publicKey.hexadecimal)".utf8)
    let answer = try Self.python(
      "securesystemslib.dsse", program,
      ["envelope": envelope.canonicalBytes, "tampered": tampered.canonicalBytes, "key": names])
    #expect(answer == "envelope verified out/c.npy\ntampered refused\n")
  }

  @Test(
    "The published schema admits our statements and refuses broken ones",
    .enabled(
      if: Repository.python(with: "jsonschema") != nil,
      "no Python with jsonschema: run Tests/install-peers"))
  func schema() throws {
    let forgery = try Forgery()
    let broken: [JSON] =
      forgery.document.paths.compactMap { path in
        guard case .name(let name)? = path.last, !StatementAttackTests.optional.contains(name)
        else { return nil }
        return forgery.document.replacing(path[...], with: nil)
      }
      + forgery.document.paths.map { forgery.document.replacing($0[...], with: .null) }
      + [
        forgery.document.replacing("extra", with: .null),
        forgery.document.replacing("predicate.extra", with: .null),
        forgery.document.replacing("predicate.lease.nonce", with: .string("00")),
        forgery.document.replacing("predicate.inputs.0.name", with: .string("../a")),
        forgery.document.replacing("subject.0.name", with: .string("out/..")),
      ]
    let program = """
      import json, sys
      from jsonschema import Draft202012Validator
      folder = sys.argv[1]
      schema = json.load(open(folder + "/schema"))
      Draft202012Validator.check_schema(schema)
      validator = Draft202012Validator(schema)
      print(validator.is_valid(json.load(open(folder + "/good"))),
            sum(validator.is_valid(one) for one in json.load(open(folder + "/broken"))))
      """
    let path = Repository.root + "/Sources/Attestation/statement.schema.json"
    let answer = try Self.python(
      "jsonschema", program,
      [
        "schema": try Repository.bytes(at: path), "good": forgery.document.canonicalBytes,
        "broken": JSON.array(broken).canonicalBytes,
      ])
    #expect(answer == "True 0\n")
  }
}
