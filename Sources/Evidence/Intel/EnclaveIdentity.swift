import Content

/// What Intel says its quoting enclave looks like (“PCS API”, QE identity version 2).
struct EnclaveIdentity: Sendable {
  /// `QE` for SGX, `TD_QE` for TDX.
  let name: String
  let dates: VendorDates
  let miscellaneous: [UInt8]
  let miscellaneousMask: [UInt8]
  let attributes: [UInt8]
  let attributesMask: [UInt8]
  let signer: [UInt8]
  let product: Int
  let levels: [ModuleIdentity.Level]

  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.openObject()
    _ = try fields["version"].integer(in: 2...2)
    name = try fields["id"].string()
    dates = try VendorDates(reading: fields)
    // Written as a number, most significant digit first; a report has it little-endian.
    miscellaneous = try fields["miscselect"].vendorHexadecimal(count: 4).reversed()
    miscellaneousMask = try fields["miscselectMask"].vendorHexadecimal(count: 4).reversed()
    attributes = try fields["attributes"].vendorHexadecimal(count: 16)
    attributesMask = try fields["attributesMask"].vendorHexadecimal(count: 16)
    signer = try fields["mrsigner"].vendorHexadecimal(count: 32)
    product = try fields["isvprodid"].version()
    levels = try ModuleIdentity.levels(fields["tcbLevels"])
  }

  /// What of `report` is not Intel's quoting enclave, besides its version.
  func differences(from report: EnclaveReport) -> [String] {
    let bits = (0..<4).map { UInt8(truncatingIfNeeded: report.miscellaneous >> (8 * $0)) }
    var differences: [String] = []
    if zip(bits, miscellaneousMask).map({ $0 & $1 }) != miscellaneous {
      differences.append("MISCSELECT")
    }
    if zip(report.attributes, attributesMask).map({ $0 & $1 }) != attributes {
      differences.append("ATTRIBUTES")
    }
    if report.signer != signer { differences.append("MRSIGNER") }
    if Int(report.product) != product { differences.append("ISVPRODID") }
    return differences
  }
}
