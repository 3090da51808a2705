package import Content
package import Linux

/// What a job may reach.
package enum Network: Hashable, Sendable {
  /// Nothing, not even the host's loopback.
  case none
  /// Its own processes over a loopback interface of its own.
  case loopback
  /// TCP ports of these addresses, ascending, none twice; nothing else.
  case allow([InternetEndpoint])

  /// How many ports may be allowed.
  package static let endpointLimit = 16

  private static let transport = "tcp"
}

extension Network {
  /// Reads `"none"`, `"loopback"` or `{"allow":[{"address":…,"port":…,"protocol":"tcp"},…]}`.
  ///
  /// In a job file the protocol may be left out, entries stand in any order, and addresses have any
  /// spelling.
  package init(declared field: JSONField) throws(FieldError) {
    guard let endpoints = try Self.endpoints(field) else {
      self = try Self.named(field)
      return
    }
    let sorted = endpoints.map(\.endpoint).sorted()
    for (index, pair) in zip(sorted, sorted.dropFirst()).enumerated() where pair.0 == pair.1 {
      let twice = endpoints.lastIndex { $0.endpoint == sorted[index] } ?? 0
      throw endpoints[twice].field.expected("each port of an address once")
    }
    self = .allow(sorted)
  }

  /// Reads what `json` wrote, and no other form of it.
  package init(reading field: JSONField) throws(FieldError) {
    try self.init(declared: field)
    guard field.value == json else {
      throw field.expected("the canonical form: \(json.canonicalText)")
    }
  }

  package var json: JSON {
    switch self {
    case .none: .string("none")
    case .loopback: .string("loopback")
    case .allow(let endpoints):
      .object([
        "allow": .array(
          endpoints.map {
            .object([
              "address": .string($0.address.description), "port": .integer(Int64($0.port)),
              "protocol": .string(Self.transport),
            ])
          })
      ])
    }
  }

  /// That a job of this class may have this network: what others answer is not the same in every
  /// run.
  func require(
    _ determinism: Determinism, _ field: JSONField
  ) throws(FieldError) {
    if case .allow = self, determinism == .strict {
      throw field.expected(
        "“none” or “loopback”, since “determinism” is “strict”: what others answer differs from run"
          + " to run")
    }
  }

  private static func named(_ field: JSONField) throws(FieldError) -> Network {
    switch field.value {
    case .string("none")?: return .none
    case .string("loopback")?: return .loopback
    default:
      throw field.expected("“none”, “loopback” or an object with a list “allow”")
    }
  }

  /// Nil if the field is no object.
  private static func endpoints(
    _ field: JSONField
  ) throws(FieldError) -> [(endpoint: InternetEndpoint, field: JSONField)]? {
    guard case .object? = field.value else { return nil }
    let list = try field.object("allow")["allow"]
    let elements = try list.elements(atMost: endpointLimit)
    guard !elements.isEmpty else {
      throw list.expected("1 to \(endpointLimit) entries; for nothing at all write “none”")
    }
    var endpoints: [(InternetEndpoint, JSONField)] = []
    for element in elements { endpoints.append((try endpoint(element), element)) }
    return endpoints
  }

  private static func endpoint(_ field: JSONField) throws(FieldError) -> InternetEndpoint {
    let members = try field.object("address", "port", "protocol")
    let transport = members["protocol"].or(.string(Self.transport))
    guard case .string(Self.transport)? = transport.value else {
      throw transport.expected("“tcp”; other protocols are not carried")
    }
    let port = try members["port"].integer(in: 1...65_535)
    return InternetEndpoint(try address(members["address"]), port: UInt16(port))
  }

  private static func address(_ field: JSONField) throws(FieldError) -> InternetAddress {
    guard let address = InternetAddress(try field.string()) else {
      throw field.expected(
        "an IPv4 or IPv6 address, such as “203.0.113.5” or “2001:db8::1”; names are not looked up")
    }
    switch address.reach {
    case .everywhere, .site: return address
    case .loopback:
      throw field.expected("another machine's address; the loopback inside is the job's own")
    case .link:
      throw field.expected("an address beyond the provider's own link, where clouds keep secrets")
    case .noMachine: throw field.expected("the address of one machine")
    case .embedded: throw field.expected("an IPv4 address in its own notation")
    }
  }
}
