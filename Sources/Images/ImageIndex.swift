import Content

/// An index or manifest list: several images, or one for several platforms (OCI image-index.md).
struct ImageIndex: Equatable, Sendable {
  struct Entry: Equatable, Sendable {
    let descriptor: Descriptor
    /// `org.opencontainers.image.ref.name`, where the entry has it.
    let name: String?
    let platform: EntryPlatform?
  }

  struct EntryPlatform: Equatable, Sendable, CustomStringConvertible {
    let system: String
    let architecture: String
    let variant: String?

    /// Higher variants of amd64 need instructions that this machine may lack.
    var isThisMachine: Bool {
      system == Platform.system && architecture == Platform.architecture
        && (architecture != "amd64" || variant == nil || variant == "v1")
    }

    var description: String {
      "\(system)/\(architecture)" + (variant.map { "/\($0)" } ?? "")
    }
  }

  /// The annotation that names an image within a layout.
  static let nameAnnotation = "org.opencontainers.image.ref.name"

  let entries: [Entry]

  init(parsing bytes: [UInt8], of subject: String, limits: ImageLimits) throws(ImageError) {
    entries = try ImageError.reading(bytes, of: subject) { field throws(FieldError) in
      let fields = try field.openObject()
      _ = try fields["schemaVersion"].integer(in: 2...2)
      var entries: [Entry] = []
      for element in try fields["manifests"].elements(atMost: 10_000) {
        entries.append(try Self.entry(element))
      }
      return entries
    }
  }

  private static func entry(_ field: JSONField) throws(FieldError) -> Entry {
    let fields = try field.openObject()
    return Entry(
      descriptor: try Descriptor(reading: field),
      name: try fields["annotations"].present?.openObject()[nameAnnotation].present?.string(),
      platform: try fields["platform"].present.map(platform))
  }

  private static func platform(_ field: JSONField) throws(FieldError) -> EntryPlatform {
    let fields = try field.openObject()
    return EntryPlatform(
      system: try fields["os"].string(), architecture: try fields["architecture"].string(),
      variant: try fields["variant"].present?.string())
  }

  /// The entries that can run here; where an entry names no platform, its configuration will tell.
  func runnable(of subject: String) throws(ImageError) -> [Entry] {
    let runnable = entries.filter { $0.platform?.isThisMachine ?? true }
    guard runnable.isEmpty else { return runnable }
    let found = entries.compactMap(\.platform?.description).joined(separator: ", ")
    throw ImageError(
      entries.isEmpty ? .notFound : .wrongPlatform, subject,
      entries.isEmpty
        ? "holds no image" : "holds images for \(found), this machine is \(Platform.description)")
  }

  /// The one entry of a layout that is meant: called `name`, or the only one.
  func selected(_ name: String?, of subject: String) throws(ImageError) -> Entry {
    let named = entries.filter { entry in name.map { $0 == entry.name } ?? true }
    let names = Set(entries.compactMap(\.name)).sorted().joined(separator: ", ")
    if let name, named.isEmpty {
      throw ImageError(.notFound, subject, "holds no image “\(name)”", mend: "it has: \(names)")
    }
    let candidates = try ImageIndex(entries: named).runnable(of: subject)
    guard let first = candidates.first,
      candidates.allSatisfy({ $0.descriptor.digest == first.descriptor.digest })
    else {
      throw ImageError(
        .ambiguous, subject, "holds \(candidates.count) images",
        mend: "select one by its name: \(names)")
    }
    return first
  }

  private init(entries: [Entry]) { self.entries = entries }
}
