import Content
import Linux

/// The names of a store's images: `index.json` of its layout, which other tools read and write too.
///
/// Changes of several processes follow one another under a lock, and readers see the file before
/// or after a change.
struct ReferenceTable {
  private static let file = "index.json"

  /// One manifest of the table, with everything that its writer said about it.
  struct Entry {
    let name: String?
    let descriptor: Descriptor
    let platform: JSON?
    fileprivate let members: JSON
  }

  private let store: BlobStore
  private let limits: ImageLimits

  init(of store: BlobStore, limits: ImageLimits) {
    self.store = store
    self.limits = limits
  }

  private var path: String { "\(store.path)/\(Self.file)" }

  /// The table as it is; empty where there is no index yet.
  func entries() throws(ImageError) -> [Entry] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileDescriptor.open(path, .readOnly)
        .readAll(limit: limits.documentBytes, subject: path)
    } catch let error where error.isNotFound {
      return []
    } catch {
      throw ImageError(error, path)
    }
    return try ImageError.reading(bytes, of: path) { field throws(FieldError) in
      var entries: [Entry] = []
      for element in try field.openObject()["manifests"].elements(atMost: 100_000) {
        entries.append(try Self.entry(element))
      }
      return entries
    }
  }

  private static func entry(_ field: JSONField) throws(FieldError) -> Entry {
    let fields = try field.openObject()
    let annotations = try fields["annotations"].present?.openObject()
    return Entry(
      name: try annotations?[ImageIndex.nameAnnotation].present?.string(),
      descriptor: try Descriptor(reading: field), platform: fields["platform"].value,
      members: field.value ?? .null)
  }

  /// Lets `name` mean `descriptor`, and nothing else from now on.
  func set(_ name: String, to descriptor: Descriptor) throws(ImageError) {
    try change { entries throws(ImageError) in
      var members = descriptor.members
      members["annotations"] = .object([ImageIndex.nameAnnotation: .string(name)])
      let entry = Entry(
        name: name, descriptor: descriptor, platform: nil, members: .object(members))
      return entries.filter { $0.name != name } + [entry]
    }
  }

  /// Forgets `name`.
  ///
  /// - Throws: `.notFound` if there is no such name.
  func remove(_ name: String) throws(ImageError) {
    try change { entries throws(ImageError) in
      let kept = entries.filter { $0.name != name }
      guard kept.count < entries.count else {
        throw ImageError(.notFound, name, "is not a reference of this store")
      }
      return kept
    }
  }

  private func change(
    _ body: ([Entry]) throws(ImageError) -> [Entry]
  ) throws(ImageError) {
    let lock = try ImageError.about(path) { () throws(SystemError) in
      try FileLock(waitingFor: store.path + "/.references.lock", .exclusive)
    }
    let changed = try body(try entries())
    let document: JSON = .object([
      "schemaVersion": .integer(2), "manifests": .array(changed.map(\.members)),
    ])
    try ImageError.about(path) { () throws(SystemError) in
      try FileDescriptor.open(store.path, [.readOnly, .directory])
        .write(document.canonicalBytes, to: Self.file, .durable)
    }
    _ = consume lock
  }
}
