package import Content

/// A job in the form that is hashed, leased and attested: everything explicit, content by digest,
/// amounts in base units.
///
/// Its canonical JSON has exactly one form, so that a job has exactly one id.
package struct JobSpecification: Hashable, Sendable {
  package static let schema = "urn:assay:schema:job-specification:v1"

  /// The image's manifest.
  package let image: Digest
  package let command: Command
  package let environment: EnvironmentVariables
  /// In ascending order of their names.
  package let inputs: [Input]
  package let outputs: Outputs
  package let resources: Resources
  package let network: Network
  package let determinism: Determinism
  package let numericProfile: NumericProfile?
  package let violations: Violations
  package let redundancy: Redundancy
  /// Whether inputs and outputs travel, and lie in shared stores, only encrypted.
  package let isConfidential: Bool
  /// The job's id: the digest of the canonical bytes of `json`.
  package private(set) var id = Digest(of: [])
}

extension JobSpecification {
  init(resolving file: JobFile, image: Digest, inputs: [Input]) {
    self.init(
      image: image, command: file.command, environment: file.environment, inputs: inputs,
      outputs: file.outputs, resources: file.resources, network: file.network,
      determinism: file.determinism, numericProfile: file.numericProfile,
      violations: file.violations, redundancy: file.redundancy,
      isConfidential: file.isConfidential)
  }

  /// Reads what `json` wrote; anything else is refused, other orders included.
  package init(reading field: JSONField) throws(FieldError) {
    let members = try field.object(
      "schema", "image", "command", "environment", "inputs", "outputs", "resources", "network",
      "determinism", "numericProfile", "violations", "redundancy", "confidential")
    try members["schema"].require(Self.schema)
    let network = try Network(reading: members["network"])
    let determinism = try members["determinism"].choice(of: Determinism.self)
    try network.require(determinism, members["network"])
    let numericProfile = try members["numericProfile"].optional(NumericProfile.init(reading:))
    let redundancy = try Redundancy(reading: members["redundancy"])
    try redundancy.require(numericProfile, members["redundancy"])
    self.init(
      image: try members["image"].digest(),
      command: try Command(reading: members["command"]),
      environment: try EnvironmentVariables(reading: members["environment"]),
      inputs: try members["inputs"].inputs { name, field throws(FieldError) in
        try Input(name: name, reading: field)
      },
      outputs: try Outputs(reading: members["outputs"]),
      resources: try Resources(reading: members["resources"]),
      network: network, determinism: determinism,
      numericProfile: numericProfile,
      violations: try Violations(reading: members["violations"]), redundancy: redundancy,
      isConfidential: try members["confidential"].boolean())
  }

  /// The only place where a specification is put together, and thereby its id.
  private init(
    image: Digest, command: Command, environment: EnvironmentVariables, inputs: [Input],
    outputs: Outputs, resources: Resources, network: Network, determinism: Determinism,
    numericProfile: NumericProfile?, violations: Violations, redundancy: Redundancy,
    isConfidential: Bool
  ) {
    self.image = image
    self.command = command
    self.environment = environment
    self.inputs = inputs
    self.outputs = outputs
    self.resources = resources
    self.network = network
    self.determinism = determinism
    self.numericProfile = numericProfile
    self.violations = violations
    self.redundancy = redundancy
    self.isConfidential = isConfidential
    id = Digest(of: json.canonicalBytes)
  }

  package var json: JSON {
    var inputMembers = JSONObject()
    for input in inputs { inputMembers[input.name.text] = input.json }
    return .object([
      "schema": .string(Self.schema),
      "image": .string(image.description),
      "command": command.json,
      "environment": environment.json,
      "inputs": .object(inputMembers),
      "outputs": outputs.json,
      "resources": resources.json,
      "network": network.json,
      "determinism": .string(determinism.rawValue),
      "numericProfile": numericProfile?.json,
      "violations": violations.json,
      "redundancy": redundancy.json,
      "confidential": .boolean(isConfidential),
    ])
  }
}
