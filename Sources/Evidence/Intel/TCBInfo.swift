import Content

/// Intel's list of the states of firmware of one family of platforms, best first (“PCS API”, TCB
/// info version 3; version 2 for SGX alone).
struct TCBInfo: Sendable {
  /// A state of the platform's firmware: every version is a lower bound.
  struct Level: Sendable {
    let sgx: [Int]
    /// Empty for SGX.
    let tdx: [Int]
    let pceSVN: Int
    let status: TCBStatus
    let advisories: [String]
  }

  private static let mostLevels = 256

  let technology: IntelQuoteHeader.Technology
  let dates: VendorDates
  let fmspc: [UInt8]
  let pceID: [UInt8]
  /// The module that TDX 1.0 has; nil for SGX.
  let module: ModuleIdentity?
  /// Those of TDX 1.5 and later, by major version.
  let modules: [ModuleIdentity]
  let levels: [Level]

  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.openObject()
    let version = try fields["version"].integer(in: 2...3)
    let name = try fields["id"].optional { field throws(FieldError) in try field.string() }
    switch name {
    case "TDX"?: technology = .tdx
    case "SGX"?: technology = .sgx
    case nil where version == 2: technology = .sgx
    default: throw fields["id"].expected("“TDX” or “SGX”")
    }
    dates = try VendorDates(reading: fields)
    fmspc = try fields["fmspc"].vendorHexadecimal(count: 6)
    pceID = try fields["pceId"].vendorHexadecimal(count: 2)
    module = try fields["tdxModule"].optional { field throws(FieldError) in
      try ModuleIdentity(reading: field, named: nil)
    }
    let identities = try fields["tdxModuleIdentities"].optional { field throws(FieldError) in
      try field.elements(atMost: Self.mostLevels)
    }
    var modules: [ModuleIdentity] = []
    for field in identities ?? [] {
      modules.append(try ModuleIdentity(reading: field, named: field.tag("id").string()))
    }
    self.modules = modules
    var levels: [Level] = []
    for level in try fields["tcbLevels"].elements(atMost: Self.mostLevels) {
      levels.append(try Self.level(level, isDomain: technology == .tdx, isOld: version == 2))
    }
    self.levels = levels
  }

  private static func level(
    _ field: JSONField, isDomain: Bool, isOld: Bool
  ) throws(FieldError) -> Level {
    let fields = try field.openObject()
    let tcb = try fields["tcb"].openObject()
    var sgx: [Int] = []
    if isOld {
      for number in 1...16 {
        sgx.append(try tcb["sgxtcbcomp\(number < 10 ? "0" : "")\(number)svn"].version())
      }
    } else {
      sgx = try components(tcb["sgxtcbcomponents"])
    }
    return Level(
      sgx: sgx, tdx: isDomain ? try components(tcb["tdxtcbcomponents"]) : [],
      pceSVN: try tcb["pcesvn"].version(), status: try fields["tcbStatus"].tcbStatus(),
      advisories: try fields["advisoryIDs"].advisories())
  }

  private static func components(_ field: JSONField) throws(FieldError) -> [Int] {
    let elements = try field.elements(atMost: 16)
    guard elements.count == 16 else { throw field.expected("16 components") }
    var versions: [Int] = []
    for element in elements { versions.append(try element.tag("svn").version()) }
    return versions
  }

  /// The first level that `platform` and the domain's own versions reach; nil if there is none.
  func level(of platform: PlatformCertificate, domain: [UInt8]?) -> Level? {
    levels.first { level in
      guard platform.pceSVN >= level.pceSVN,
        zip(platform.components, level.sgx).allSatisfy({ $0 >= $1 })
      else { return false }
      guard let domain else { return true }
      // From TDX 1.5 on, the first two are the module's own, which has an identity for itself.
      let skipped = domain[1] > 0 ? 2 : 0
      return zip(domain, level.tdx).dropFirst(skipped).allSatisfy { Int($0) >= $1 }
    }
  }
}
