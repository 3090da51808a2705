/// The rule for names of inputs and outputs: relative, of portable characters, and bounded, so
/// that they mean the same on every host.
package enum StoredPath {
  package static let componentBytes = 255
  package static let pathBytes = 1024
  package static let depth = 32

  /// What a path would have to do to be acceptable; nil if it is.
  package static func problem(with path: String) -> String? {
    let components = path.split(separator: "/", omittingEmptySubsequences: false)
    if path.utf8.count > pathBytes { return "has at most \(pathBytes) bytes" }
    if components.count > depth { return "has at most \(depth) components" }
    for component in components {
      if let problem = problem(withComponent: component) { return problem }
    }
    return nil
  }

  private static func problem(withComponent component: Substring) -> String? {
    if component.isEmpty { return "has no empty component" }
    if component.utf8.count > componentBytes { return "has components of at most 255 bytes" }
    if component.hasPrefix("..") || component == "." { return "has no component “.” or “..”" }
    let portable = component.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
    return portable ? nil : "has only letters, digits, “.”, “_”, “-” and “/”"
  }
}
