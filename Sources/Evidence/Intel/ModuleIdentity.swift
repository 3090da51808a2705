import Content

/// A TDX module that Intel knows, with the states of each of its versions.
struct ModuleIdentity: Sendable {
  struct Level: Sendable {
    let version: Int
    let status: TCBStatus
    let advisories: [String]
  }

  /// `TDX_` and the major version in two hexadecimal digits; nil for that of TDX 1.0.
  let name: String?
  let signer: [UInt8]
  let attributes: [UInt8]
  let attributesMask: [UInt8]
  /// Best first; empty for that of TDX 1.0, whose versions are among the platform's.
  let levels: [Level]

  init(reading field: JSONField, named name: String?) throws(FieldError) {
    let fields = try field.openObject()
    self.name = name
    signer = try fields["mrsigner"].vendorHexadecimal(count: 48)
    attributes = try fields["attributes"].vendorHexadecimal(count: 8)
    attributesMask = try fields["attributesMask"].vendorHexadecimal(count: 8)
    levels = name == nil ? [] : try Self.levels(fields["tcbLevels"])
  }

  static func levels(_ field: JSONField) throws(FieldError) -> [Level] {
    var levels: [Level] = []
    for element in try field.elements(atMost: 256) {
      let fields = try element.openObject()
      levels.append(
        Level(
          version: try fields["tcb"].tag("isvsvn").version(),
          status: try fields["tcbStatus"].tcbStatus(),
          advisories: try fields["advisoryIDs"].advisories()))
    }
    return levels
  }

  /// Whether the module under `domain` is this one, whatever its version.
  func matches(_ domain: DomainReport) -> Bool {
    signer == domain.moduleSigner
      && attributes == zip(domain.moduleAttributes, attributesMask).map { $0 & $1 }
  }
}
