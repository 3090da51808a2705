/// A name inside an archive, taken apart: relative, never upwards. Empty for the root itself.
///
/// Names are compared by their bytes; Swift's own string equality would merge names that Linux
/// keeps apart.
struct EntryPath: Sendable, CustomStringConvertible {
  static let byteLimit = 4_095
  static let componentByteLimit = 255
  static let depthLimit = 128

  static let root = EntryPath(trusting: [])

  let components: [String]
  /// The components joined by `/`.
  let text: String

  private init(trusting components: [String]) {
    self.components = components
    text = components.joined(separator: "/")
  }

  /// Reads a name as archives have it: `./a//b/` is `a/b`.
  ///
  /// - Throws: `.unsafeEntry` for `..` and absolute names, `.limitExceeded` for long or deep ones.
  init(_ name: String) throws(ImageError) {
    guard name.utf8.count <= Self.byteLimit else {
      throw ImageError(
        .limitExceeded, Self.excerpt(name), "is longer than \(Self.byteLimit) bytes")
    }
    guard name.utf8.first != UInt8(ascii: "/") else {
      throw ImageError(.unsafeEntry, name, "is an absolute path")
    }
    guard !name.utf8.contains(0) else {
      throw ImageError(.unsafeEntry, Self.excerpt(name), "contains a NUL byte")
    }
    let components = name.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    guard !components.contains("..") else {
      throw ImageError(.unsafeEntry, name, "climbs with “..”")
    }
    self.init(trusting: components.filter { $0 != "." })
    guard self.components.count <= Self.depthLimit else {
      throw ImageError(
        .limitExceeded, Self.excerpt(name), "is deeper than \(Self.depthLimit) directories")
    }
    guard self.components.allSatisfy({ $0.utf8.count <= Self.componentByteLimit }) else {
      throw ImageError(
        .limitExceeded, Self.excerpt(name),
        "has a component longer than \(Self.componentByteLimit) bytes")
    }
  }

  /// A name cut to a length that fits a message.
  static func excerpt(_ name: String) -> String {
    name.count > 120 ? name.prefix(119) + "…" : name
  }

  /// The last component; empty for the root.
  var name: String { components.last ?? "" }
  var parent: EntryPath { EntryPath(trusting: Array(components.dropLast())) }
  var description: String { text.isEmpty ? "." : text }

  /// The entry `name`, one safe component, of this directory.
  func appending(_ name: String) -> EntryPath { EntryPath(trusting: components + [name]) }

  /// Every directory above this path but the root, outermost first.
  var ancestors: [EntryPath] {
    components.indices.dropFirst().map { EntryPath(trusting: Array(components[..<$0])) }
  }

  /// What a symbolic link called `self` with `target` stands for, if every component is taken as
  /// it is written.
  ///
  /// - Throws: `.unsafeEntry` where the target leaves the archive.
  func resolving(_ target: String) throws(ImageError) -> EntryPath {
    var components = self.components.dropLast()
    guard target.utf8.first != UInt8(ascii: "/") else {
      throw ImageError(.unsafeEntry, text, "links to the absolute path \(Self.excerpt(target))")
    }
    for step in target.split(separator: "/") where step != "." {
      if step != ".." {
        components.append(String(step))
      } else if components.popLast() == nil {
        throw ImageError(.unsafeEntry, text, "links out of the archive: \(Self.excerpt(target))")
      }
    }
    return try EntryPath(components.joined(separator: "/"))
  }
}

extension EntryPath: Hashable {
  static func == (left: EntryPath, right: EntryPath) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
