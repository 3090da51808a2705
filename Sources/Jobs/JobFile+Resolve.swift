package import Content
import Linux

extension JobFile {
  /// Makes everything in the job a digest: stores the input files in `store`, looks up the image.
  ///
  /// - Parameters:
  ///   - baseDirectory: what the paths of inputs are relative to: the job file's own directory.
  ///   - image: the manifest digest of an image in the local store, nil if it has none such.
  /// - Throws: `field` for an input or image that is not there, `storage`, `images`.
  package func resolve(
    baseDirectory: String, store: BlobStore, image find: (ImageReference) throws -> Digest?
  ) throws(JobError) -> JobSpecification {
    let manifest = try manifest(find)
    var resolved: [Input] = []
    for input in inputs {
      let (digest, size) =
        switch input.source {
        case .path(let path):
          try Self.store(path, below: baseDirectory, in: store, field: input.field)
        case .digest(let digest):
          (digest, try Self.size(of: digest, in: store, field: input.field))
        }
      resolved.append(Input(name: input.name, digest: digest, size: size))
    }
    return JobSpecification(resolving: self, image: manifest, inputs: resolved)
  }

  private func manifest(
    _ find: (ImageReference) throws -> Digest?
  ) throws(JobError) -> Digest {
    let found: Digest?
    do {
      found = try find(image)
    } catch {
      throw .images("\(error)")
    }
    guard let found else {
      throw .field(
        imageField.expected(
          "an image of the local store; `assay image import` or `assay image build` adds one"))
    }
    return found
  }

  private static func store(
    _ path: String, below directory: String, in store: BlobStore, field: JSONField
  ) throws(JobError) -> (Digest, Int64) {
    let full = path.utf8.first == UInt8(ascii: "/") ? path : "\(directory)/\(path)"
    let file = try open(full, field: field)
    do throws(SystemError) {
      return try store.put(reading: file)
    } catch {
      throw .storage(error)
    }
  }

  private static func open(_ path: String, field: JSONField) throws(JobError) -> FileDescriptor {
    let expectation: String
    do throws(SystemError) {
      // Without O_NONBLOCK, opening a FIFO would wait for a writer.
      let file = try FileDescriptor.open(path, [.readOnly, .nonBlocking])
      if try file.status().kind == .regular { return file }
      expectation = "a regular file; \(path) is something else"
    } catch {
      expectation = "a readable file (\(error))"
    }
    throw .field(field.expected(expectation))
  }

  private static func size(
    of digest: Digest, in store: BlobStore, field: JSONField
  ) throws(JobError) -> Int64 {
    do throws(SystemError) {
      return try store.open(digest).status().size
    } catch let error where error.isNotFound {
      throw .field(field.expected("a blob of the local store; name the input by “path” to add it"))
    } catch {
      throw .storage(error)
    }
  }
}
