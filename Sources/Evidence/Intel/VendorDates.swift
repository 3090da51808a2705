import Content

/// From when to when a document of Intel's holds.
struct VendorDates: Hashable, Sendable {
  let issued: Timestamp
  let nextUpdate: Timestamp

  init(reading fields: JSONFields) throws(FieldError) {
    issued = try Self.date(fields["issueDate"])
    nextUpdate = try Self.date(fields["nextUpdate"])
  }

  private static func date(_ field: JSONField) throws(FieldError) -> Timestamp {
    guard let time = Timestamp(vendorText: try field.string()) else {
      throw field.expected("a time in UTC such as “2025-06-19T10:16:03Z”")
    }
    return time
  }

  func findings(at time: Timestamp, called name: String) -> [Finding] {
    if time < issued { return [Finding(.staleCollateral, "\(name) is from \(issued), later")] }
    if time > nextUpdate {
      return [Finding(.staleCollateral, "\(name) was to be renewed by \(nextUpdate)")]
    }
    return []
  }
}
