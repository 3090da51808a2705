import Content

extension Requirement {
  private static let mostClaims = 64
  private static let mostValues = 1024
  /// Of a measured value.
  private static let largestValue = 64

  /// `{"debug":false,"measurements":{"<claim>":["<hexadecimal>"]},"minimumTCB":{"<part>":3},"tier":"affirming"}`;
  /// every member but `tier` may be absent.
  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("debug", "measurements", "minimumTCB", "tier")
    let measurements = try fields["measurements"].optional { field throws(FieldError) in
      var allowed: [String: Set<[UInt8]>] = [:]
      for (name, member) in try field.members(atMost: Self.mostClaims) {
        allowed[name] = try Self.values(member)
      }
      return allowed
    }
    let minimum = try fields["minimumTCB"].optional { field throws(FieldError) in
      var minimum: [String: Int] = [:]
      for (name, member) in try field.members(atMost: Self.mostClaims) {
        minimum[name] = Int(try member.integer(in: 0...65535))
      }
      return minimum
    }
    let debug = try fields["debug"].optional { field throws(FieldError) in try field.boolean() }
    self.init(
      tier: try fields["tier"].choice(of: TrustTier.self), measurements: measurements ?? [:],
      minimumTCB: minimum ?? [:], allowsDebug: debug ?? false)
  }

  private static func values(_ field: JSONField) throws(FieldError) -> Set<[UInt8]> {
    var values: Set<[UInt8]> = []
    for element in try field.elements(atMost: mostValues) {
      guard let value = Hexadecimal.decode(try element.string()),
        (1...largestValue).contains(value.count)
      else { throw element.expected("1 to \(largestValue) bytes in lower-case hexadecimal") }
      values.insert(value)
    }
    return values
  }
}
