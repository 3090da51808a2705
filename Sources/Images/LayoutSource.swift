import Content
import Linux

/// An OCI image layout that somebody else keeps in a directory.
struct LayoutSource: ImageSource, ~Copyable {
  let subject: String
  private let directory: FileDescriptor
  private let destination: BlobStore

  init(at path: String, into store: BlobStore) throws(ImageError) {
    subject = path
    destination = store
    directory = try ImageError.about(path) { () throws(SystemError) in
      try .open(path, [.readOnly, .directory])
    }
  }

  func document(_ name: String, limit: Int) throws(ImageError) -> [UInt8]? {
    guard let file = try open(name) else { return nil }
    return try ImageError.about("\(subject)/\(name)") { () throws(SystemError) in
      try file.readAll(limit: limit, subject: name)
    }
  }

  func store(_ blob: Descriptor) throws(ImageError) {
    guard let file = try open(member(of: blob)) else { throw missing(blob) }
    let size = try ImageError.about(subject) { () throws(SystemError) in try file.status().size }
    guard size == blob.size else { throw mismatch(blob, size: size) }
    try ImageError.about(subject) { () throws(SystemError) in
      var writer = try destination.writer(limit: blob.size)
      unsafe try file.readChunks { chunk throws(SystemError) in unsafe try writer.write(chunk) }
      _ = try writer.commit(expecting: blob.digest)
    }
  }

  /// Opens a plain file of the layout; whatever else it may be does not block and is refused. Nil
  /// if there is none of that name.
  private func open(_ name: String) throws(ImageError) -> FileDescriptor? {
    do throws(SystemError) {
      let file = try directory.openBeneath(name, [.readOnly, .nonBlocking])
      guard try file.status().kind == .regular else { throw .notRegular(name) }
      return file
    } catch let error where error.isNotFound {
      return nil
    } catch {
      throw ImageError(error, "\(subject)/\(name)")
    }
  }
}
