package import Content
import Linux

/// A job as a person writes it (`job.schema.json`), checked, with every default filled in.
///
/// Example: `{"schema":"urn:assay:schema:job:v1","image":"matmul","command":["/matmul"]}`
package struct JobFile: Sendable {
  package static let schema = "urn:assay:schema:job:v1"
  /// Size and nesting beyond which no job file goes.
  package static let limits = JSON.Limits(bytes: 1 << 20, depth: 8)

  package let image: ImageReference
  package let command: Command
  package let environment: EnvironmentVariables
  /// In ascending order of their names.
  package let inputs: [InputDeclaration]
  package let outputs: Outputs
  package let resources: Resources
  package let network: Network
  package let determinism: Determinism
  /// Nil where the job names none.
  package let numericProfile: NumericProfile?
  package let violations: Violations
  package let redundancy: Redundancy
  /// Whether content leaves this machine, or lies in a shared store, only encrypted.
  package let isConfidential: Bool
  /// Where the image is named, for the case that there is none.
  let imageField: JSONField
}

extension JobFile {
  /// Reads the job file at `path`.
  ///
  /// - Throws: `storage` if the file cannot be read, else as `init(parsing:)`.
  package init(readingFrom path: String) throws(JobError) {
    let bytes: [UInt8]
    do throws(SystemError) {
      // One byte more than fits, so that the parser says what is wrong with a file too large.
      let file = try FileDescriptor.open(path, .readOnly)
      bytes = try file.readAll(limit: Self.limits.bytes + 1, subject: path)
    } catch {
      throw .storage(error)
    }
    try self.init(parsing: bytes)
  }

  /// Reads a job file's bytes.
  ///
  /// - Throws: `syntax` with line and column, `field` with the field's path.
  package init(parsing bytes: [UInt8]) throws(JobError) {
    let document: JSON
    do throws(JSONError) {
      document = try JSON(parsing: bytes, limits: Self.limits)
    } catch {
      let (line, column) = error.position(in: bytes)
      throw .syntax(error, line: line, column: column)
    }
    do throws(FieldError) {
      try self.init(reading: JSONField(document))
    } catch {
      throw .field(error)
    }
  }

  private init(reading field: JSONField) throws(FieldError) {
    let members = try field.object(
      "schema", "image", "command", "environment", "inputs", "outputs", "resources", "network",
      "determinism", "numericProfile", "violations", "redundancy", "confidential")
    try members["schema"].require(Self.schema)
    imageField = members["image"]
    image = try ImageReference(reading: imageField)
    command = try Command(reading: members["command"])
    environment = try EnvironmentVariables(reading: members["environment"].or(.object([:])))
    inputs = try members["inputs"].or(.object([:])).inputs { name, field throws(FieldError) in
      try InputDeclaration(name: name, reading: field)
    }
    outputs = try Outputs(declared: members["outputs"].or(.array([])))
    resources = try Resources(declared: members["resources"].or(.object([:])))
    network = try Network(declared: members["network"].or(.string("none")))
    determinism = try members["determinism"].or(.string("standard")).choice(of: Determinism.self)
    try network.require(determinism, members["network"])
    numericProfile = try members["numericProfile"].optional(NumericProfile.init(reading:))
    violations = try members["violations"].or(.string(Violations.ignore.rawValue))
      .choice(of: Violations.self)
    redundancy = try Redundancy(declared: members["redundancy"].or(.object([:])))
    try redundancy.require(numericProfile, members["redundancy"])
    isConfidential = try members["confidential"].or(.boolean(false)).boolean()
  }
}
