package import Content
package import Linux

/// What `assay log serve` and `assay log witness` tell the server's program, as one JSON document.
package struct LogServiceSettings: Sendable {
  /// What is served.
  package enum Role: Sendable {
    /// The log of this name.
    case log(origin: String)
    /// A witness of this name, which watches these logs.
    case witness(name: String, logs: [NoteKey])
  }

  private static let mostWaiting: Int64 = 1 << 20
  private static let mostConnections: Int64 = 60_000
  private static let longestPatience: Int64 = 3_600_000

  package let role: Role
  /// Of the log, or of what the witness has seen.
  package let directory: String
  /// The private key's file.
  package let keyFile: String
  package let address: InternetEndpoint
  /// Entries that may wait to be written; beyond, clients are told to come again.
  package let queue: Int
  package let connections: Int
  /// Milliseconds that a client may take for a request.
  package let patience: Int64
  /// Whether results and errors are printed as JSON.
  package let isJSON: Bool

  package init(
    role: Role, directory: String, keyFile: String, address: InternetEndpoint, queue: Int,
    connections: Int, patience: Int64, isJSON: Bool
  ) {
    self.role = role
    self.directory = directory
    self.keyFile = keyFile
    self.address = address
    self.queue = queue
    self.connections = connections
    self.patience = patience
    self.isJSON = isJSON
  }

  package init(reading field: JSONField) throws(FieldError) {
    let members = try field.object(
      "origin", "name", "logs", "directory", "key", "listen", "queue", "connections", "patience",
      "json")
    directory = try members["directory"].string()
    keyFile = try members["key"].string()
    guard let address = InternetEndpoint(try members["listen"].string()) else {
      throw members["listen"].expected("a numeric address and a port, such as 127.0.0.1:7080")
    }
    self.address = address
    queue = Int(try members["queue"].integer(in: 1...Self.mostWaiting))
    connections = Int(try members["connections"].integer(in: 1...Self.mostConnections))
    patience = try members["patience"].integer(in: 1...Self.longestPatience)
    isJSON = try members["json"].boolean()
    let origin = try members["origin"].optional { field throws(FieldError) in try field.string() }
    if let origin {
      role = .log(origin: origin)
      return
    }
    var logs: [NoteKey] = []
    for element in try members["logs"].elements(atMost: 1024) {
      guard let key = NoteKey(try element.string()), key.role == .log else {
        throw element.expected("the key of a log, “name+id+base64”")
      }
      logs.append(key)
    }
    role = .witness(name: try members["name"].string(), logs: logs)
  }

  package var json: JSON {
    var object: JSONObject = [
      "directory": .string(directory), "key": .string(keyFile),
      "listen": .string(address.description), "queue": .integer(Int64(queue)),
      "connections": .integer(Int64(connections)), "patience": .integer(patience),
      "json": .boolean(isJSON),
    ]
    switch role {
    case .log(let origin): object["origin"] = .string(origin)
    case .witness(let name, let logs):
      object["name"] = .string(name)
      object["logs"] = .strings(logs.map(\.description))
    }
    return .object(object)
  }
}
