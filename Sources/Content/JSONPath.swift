/// How the place of a value in a document is written: `resources.memory`, `outputs[2]`,
/// `inputs["a.npy"].path`; empty for the document itself.
enum JSONPath {
  /// The step to the member `name`; names that would read like two steps are quoted.
  static func step(_ name: String) -> String {
    let isPlain =
      !name.isEmpty
      && name.utf8.allSatisfy { unit in
        switch unit {
        case ...0x20, UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""):
          false
        default: true
        }
      }
    return isPlain ? name : "[\(JSON.string(name).canonicalText)]"
  }

  /// The step to the element `index` of an array.
  static func step(_ index: Int) -> String { "[\(index)]" }

  /// The path `outer` followed by `inner`; either may be empty.
  static func join(_ outer: String, _ inner: String) -> String {
    outer.isEmpty || inner.isEmpty || inner.hasPrefix("[") ? outer + inner : "\(outer).\(inner)"
  }
}
