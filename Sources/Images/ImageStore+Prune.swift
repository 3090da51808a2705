package import Content
import Linux

extension ImageStore {
  /// Removes every blob and every unpacked root that neither a name nor `kept` needs.
  ///
  /// - Parameter kept: blobs to keep, such as inputs and manifests of jobs that are yet to run; what
  ///   a manifest among them needs is kept too.
  /// - Throws: `.busy` while anybody holds the store.
  package func prune(keeping kept: Set<Digest> = []) throws(ImageError) -> PruneReport {
    let lock = try exclude()
    var marking = Marking(store: store, limits: limits)
    for entry in try references.entries() { try marking.mark(entry.descriptor.digest) }
    for digest in kept { try marking.mark(digest) }
    let roots = try cache.removeAll(except: marking.roots)
    let swept = try sweep(keeping: marking.blobs)
    _ = consume lock
    return PruneReport(blobs: swept.count, roots: roots, bytes: swept.bytes)
  }

  private func exclude() throws(ImageError) -> FileLock {
    do throws(SystemError) {
      return try FileLock(trying: holdPath, .exclusive)
    } catch let error where error.wouldBlock {
      throw ImageError(
        .busy, store.path, "is in use by a job or an import", mend: "try again when it has ended")
    } catch {
      throw ImageError(error, holdPath)
    }
  }

  private func sweep(keeping kept: Set<Digest>) throws(ImageError) -> (count: Int, bytes: Int64) {
    try ImageError.about(store.path) { () throws(SystemError) in
      let directory = try FileDescriptor.open(
        store.path + "/blobs/sha256", [.readOnly, .directory])
      var count = 0
      var bytes: Int64 = 0
      for name in try directory.entries() {
        let digest = Digest(hexadecimal: name)
        if let digest, kept.contains(digest) { continue }
        bytes += try directory.status(of: name).size
        try directory.removeFile(name)
        // What is not named by a digest is the rest of a write that was cut short.
        if digest != nil { count += 1 }
      }
      return (count, bytes)
    }
  }
}

/// Finds out what is still needed, from indexes to manifests to configurations and layers.
private struct Marking {
  let store: BlobStore
  let limits: ImageLimits
  var blobs: Set<Digest> = []
  var roots: Set<Digest> = []

  /// Marks `digest` and all that it leads to. A chain may be long, so there is no recursion.
  mutating func mark(_ digest: Digest) throws(ImageError) {
    var pending = [digest]
    while let next = pending.popLast() {
      guard blobs.insert(next).inserted, let bytes = try document(next),
        let document = try? JSON(parsing: bytes)
      else { continue }
      // Whatever a document names by digest is taken as needed, its format known here or not.
      pending += Self.digests(in: document)
      markRoot(of: next, bytes)
    }
  }

  /// The bytes of a blob small enough to be a document; nil for one that is larger, or gone.
  private func document(_ digest: Digest) throws(ImageError) -> [UInt8]? {
    do throws(SystemError) {
      return try store.read(digest, limit: limits.documentBytes)
    } catch let error where error.isTooLarge || error.isNotFound {
      return nil
    } catch {
      throw ImageError(error, digest.description)
    }
  }

  private static func digests(in document: JSON) -> [Digest] {
    switch document {
    case .array(let elements): return elements.flatMap(digests)
    case .object(let object):
      return object.members.flatMap { member in
        if member.name == "digest", case .string(let text) = member.value, let digest = Digest(text)
        {
          return [digest]
        }
        return digests(in: member.value)
      }
    default: return []
    }
  }

  /// Keeps the root of the image, if `bytes` are an image's manifest and it can be unpacked at all.
  private mutating func markRoot(of digest: Digest, _ bytes: [UInt8]) {
    guard let manifest = try? ImageManifest(parsing: bytes, digest: digest, limits: limits),
      let document = try? manifest.configurationDocument(in: store, limits: limits)
    else { return }
    roots.insert(RootCache.key(of: document.diffIDs))
  }
}
