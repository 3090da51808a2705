import Content

/// The manifest of one image: its configuration and its layers, bottom first (OCI manifest.md).
struct ImageManifest: Equatable, Sendable {
  let configuration: Descriptor
  let layers: [Descriptor]

  init(configuration: Descriptor, layers: [Descriptor]) {
    self.configuration = configuration
    self.layers = layers
  }

  init(parsing bytes: [UInt8], digest: Digest, limits: ImageLimits) throws(ImageError) {
    self = try ImageError.reading(bytes, of: "manifest \(digest)") { field throws(FieldError) in
      try ImageManifest(reading: field, limits: limits)
    }
  }

  private init(reading field: JSONField, limits: ImageLimits) throws(FieldError) {
    let fields = try field.openObject()
    _ = try fields["schemaVersion"].integer(in: 2...2)
    configuration = try Descriptor(reading: fields["config"])
    guard MediaType.configurations.contains(configuration.mediaType) else {
      throw JSONField(.string(configuration.mediaType), path: "config.mediaType")
        .expected("the configuration of a container image")
    }
    var layers: [Descriptor] = []
    for element in try fields["layers"].elements(atMost: limits.layers) {
      let layer = try Descriptor(reading: element)
      guard MediaType.layers.contains(layer.mediaType) else {
        throw element.expected("a layer that is a tar archive: plain, gzip or zstd")
      }
      layers.append(layer)
    }
    self.layers = layers
  }

  /// Every blob that the manifest needs.
  var blobs: [Descriptor] { [configuration] + layers }

  /// The OCI form; the same image always gives the same bytes.
  var encoded: [UInt8] {
    let document: JSON = .object([
      "schemaVersion": .integer(2),
      "mediaType": .string(MediaType.manifest),
      "config": .object(configuration.members),
      "layers": .array(layers.map { .object($0.members) }),
    ])
    return document.canonicalBytes
  }
}
