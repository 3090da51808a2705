package import Content

/// Variables that a job is given besides the sandbox's own.
package struct EnvironmentVariables: Hashable, Sendable {
  private static let mostVariables = 256
  private static let longestValue = 65_536

  package let variables: [String: String]

  package init(reading field: JSONField) throws(FieldError) {
    var variables: [String: String] = [:]
    for (name, field) in try field.members(atMost: Self.mostVariables) {
      guard Self.isName(name) else {
        throw field.expected(
          "a variable name of letters, digits and “_”, not beginning with a digit, at most 255 bytes"
        )
      }
      variables[name] = try field.cString(atMost: Self.longestValue)
    }
    self.variables = variables
  }

  package var json: JSON {
    var object = JSONObject()
    for (name, value) in variables { object[name] = .string(value) }
    return .object(object)
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 255 else { return false }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return !digits.contains(first)
      && name.utf8.allSatisfy { byte in
        digits.contains(byte) || byte == UInt8(ascii: "_")
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      }
  }
}
