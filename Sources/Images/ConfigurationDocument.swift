import Content

/// The configuration blob of an image: platform, process, and the digests of its layers before
/// compression (OCI config.md; Docker's is a superset).
struct ConfigurationDocument: Equatable, Sendable {
  let architecture: String
  let system: String
  let process: ImageConfiguration
  /// Bottom first; one for each layer of the manifest.
  let diffIDs: [Digest]

  init(architecture: String, system: String, process: ImageConfiguration, diffIDs: [Digest]) {
    self.architecture = architecture
    self.system = system
    self.process = process
    self.diffIDs = diffIDs
  }

  init(parsing bytes: [UInt8], digest: Digest, limits: ImageLimits) throws(ImageError) {
    self = try ImageError.reading(bytes, of: "configuration \(digest)") {
      field throws(FieldError) in
      try ConfigurationDocument(reading: field, limits: limits)
    }
  }

  private init(reading field: JSONField, limits: ImageLimits) throws(FieldError) {
    let fields = try field.openObject()
    architecture = try fields["architecture"].string()
    system = try fields["os"].string()
    let root = try fields["rootfs"].openObject()
    guard try root["type"].string() == "layers" else {
      throw root["type"].expected("“layers”")
    }
    var diffIDs: [Digest] = []
    for element in try root["diff_ids"].elements(atMost: limits.layers) {
      diffIDs.append(try element.digest())
    }
    self.diffIDs = diffIDs
    process = try fields["config"].present.map(Self.process) ?? ImageConfiguration()
  }

  private static func process(
    _ field: JSONField
  ) throws(FieldError) -> ImageConfiguration {
    let fields = try field.openObject()
    let directory = try fields["WorkingDir"].present?.string() ?? ""
    return ImageConfiguration(
      environment: try strings(fields["Env"]), entrypoint: try strings(fields["Entrypoint"]),
      command: try strings(fields["Cmd"]),
      workingDirectory: directory.isEmpty ? "/" : directory)
  }

  private static func strings(_ field: JSONField) throws(FieldError) -> [String] {
    guard let field = field.present else { return [] }
    var strings: [String] = []
    for element in try field.elements(atMost: 4_096) { strings.append(try element.string()) }
    return strings
  }

  /// That the image is for this machine.
  func requirePlatform(of subject: String) throws(ImageError) {
    guard system == Platform.system, architecture == Platform.architecture else {
      throw ImageError(
        .wrongPlatform, subject,
        "the image is for \(system)/\(architecture), this machine is \(Platform.description)")
    }
  }

  /// The OCI form; the same image always gives the same bytes.
  var encoded: [UInt8] {
    let document: JSON = .object([
      "architecture": .string(architecture),
      "os": .string(system),
      "config": .object([
        "Entrypoint": .strings(process.entrypoint),
        "WorkingDir": .string(process.workingDirectory),
      ]),
      "rootfs": .object([
        "type": .string("layers"), "diff_ids": .strings(diffIDs.map(\.description)),
      ]),
    ])
    return document.canonicalBytes
  }
}

extension JSONField {
  /// Nil if the member is absent or null, which Docker's documents use alike.
  var present: JSONField? { value == nil || value == .null ? nil : self }
}
