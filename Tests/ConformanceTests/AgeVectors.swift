import Age
import Content
import Crypto
import Linux
import TestSupport

/// The test kit of the age format: files, each with what a reader must conclude of it.
enum AgeVectors {
  /// One file of the kit: fields, an empty line, and the encrypted file.
  struct Vector {
    private(set) var fields: [String: String] = [:]
    private(set) var file: [UInt8]

    init(_ bytes: [UInt8]) {
      var rest = bytes[...]
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")), end > rest.startIndex {
        let line = String(decoding: rest[..<end], as: UTF8.self)
        if let colon = line.firstIndex(of: ":") {
          // A file for two identities names both; ours are tried in the same order.
          let value = String(line[line.index(colon, offsetBy: 2)...])
          fields[String(line[..<colon])] = fields[String(line[..<colon])] ?? value
        }
        rest = rest[(end + 1)...]
      }
      file = Array(rest.dropFirst())
    }

    /// Undoes the kit's own compression, by zlib in Python.
    mutating func inflate() throws {
      let directory = try TemporaryDirectory()
      let handle = try FileDescriptor.open(directory.path, [.readOnly, .directory])
      try handle.write(file, to: "packed", .atomic)
      let program =
        "import sys,zlib;open(sys.argv[2],'wb').write(zlib.decompress(open(sys.argv[1],'rb').read()))"
      let paths = ["packed", "plain"].map { "\(directory.path)/\($0)" }
      _ = try Repository.output(of: ["python3", "-c", program] + paths)
      file = try Repository.bytes(at: paths[1])
    }
  }

  static func run(_ root: String) throws -> [ConformanceReport] {
    var report = ConformanceReport("age-testkit")
    for name in try Repository.names(in: root) where !name.hasPrefix("S") {
      var vector = Vector(try Repository.bytes(at: "\(root)/\(name)"))
      guard let text = vector.fields["identity"] else {
        report.skip(because: "passphrases: nobody's key is one here")
        continue
      }
      guard let identity = try? Identity(text: text) else {
        report.skip(because: "post-quantum hybrid recipients")
        continue
      }
      if vector.fields["compressed"] != nil { try vector.inflate() }
      let (conclusion, plain) = try conclude(vector, identity)
      let expected = vector.fields["expect"] ?? ""
      report.check(conclusion == expected, "\(name): \(conclusion), expected \(expected)")
      // Of a spoilt file the kit names the text that another reader gives out before it notices;
      // ours gives out no chunk before it knows whether it is the last.
      if expected == "success", let payload = vector.fields["payload"] {
        report.check(Hexadecimal.encode(SHA256.hash(plain)) == payload, "\(name): another text")
      }
    }
    return [report]
  }

  /// What we conclude of a file, and the text that was written before.
  private static func conclude(
    _ vector: Vector, _ identity: Identity
  ) throws -> (conclusion: String, plain: [UInt8]) {
    let target = try FileDescriptor.anonymousFile()
    var conclusion = "success"
    do {
      let isArmored = vector.fields["armored"] == "yes"
      let source = try FileDescriptor.anonymousFile()
      try source.writeAll(isArmored ? Armor.decode(vector.file) : vector.file)
      try source.rewind()
      try AgeFile.decrypt(source, with: identity, into: target)
    } catch let error as AgeError {
      conclusion = error.reason.rawValue
    }
    try target.rewind()
    return (conclusion, try target.readAll(limit: 1 << 30))
  }
}
